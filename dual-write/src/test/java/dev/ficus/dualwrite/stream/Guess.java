package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Position;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The negative control of the read-back: a stream that guesses what became of a COMMIT instead of reading it. */
final class Guess implements ReadBack {
    private final boolean succeeded;
    private final AtomicReference<Optional<Position>> guessed = new AtomicReference<>(Optional.empty());

    private Guess(boolean succeeded) {
        this.succeeded = succeeded;
    }

    /** Takes every such COMMIT for failed: what was applied is applied again. */
    static Guess failed() {
        return new Guess(false);
    }

    /** Takes every such COMMIT for done: what was not applied is lost. */
    static Guess succeeded() {
        return new Guess(true);
    }

    /** Whether a COMMIT with an unknown outcome came since the last session began. */
    boolean pending() {
        return guessed.get().isPresent();
    }

    @Override
    public Position from(Checkpoint stored) {
        return guessed.getAndSet(Optional.empty()).orElse(stored.position());
    }

    @Override
    public void unknown(Checkpoint before, Checkpoint after) {
        guessed.set(Optional.of(succeeded ? after.position() : before.position()));
    }
}
