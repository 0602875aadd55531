package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Recovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code ficus sync} with a safety removed, for the negative controls of the storm. Stands in this package because no other
 * may switch a safety off. Arguments: the safety, {@code sync}, the domain, further options, {@code --config}, the file.
 */
public final class UnsafeSync {
    private UnsafeSync() {}

    public static void main(String[] arguments) {
        Strangler strangler = new Strangler(
                SettingsFile.read(Path.of(arguments[arguments.length - 1])).requiredStrangler(),
                Progress.SILENT,
                StopSignal.NEVER,
                Hook.NONE);
        SyncReport report = Sync.run(
                strangler,
                List.of(strangler.domain(arguments[2])),
                SyncOptions.DEFAULT,
                domain -> Recovery.recover(strangler, domain),
                safeties(arguments[0]));
        Optional<FicusException> failure = report.domains().get(0).failure();
        failure.ifPresent(e -> System.err.println(e.code() + ": " + e.getMessage()));
        System.exit(failure.map(e -> e.code().kind().exitCode()).orElse(0));
    }

    private static Safeties safeties(String removed) {
        return switch (removed) {
            case "lock" -> Safeties.ALL.withoutLock();
            case "compare-and-set" -> Safeties.ALL.withoutLock().withoutCompareAndSet();
            case "mark" -> Safeties.ALL.withoutMark();
            case "read-back" -> Safeties.ALL.with(guess());
            default -> throw new IllegalArgumentException(removed);
        };
    }

    /** Takes a COMMIT without an answer for one that failed. */
    private static ReadBack guess() {
        return new ReadBack() {
            private Optional<Position> guessed = Optional.empty();

            @Override
            public Position from(Checkpoint stored) {
                Optional<Position> from = guessed;
                guessed = Optional.empty();
                return from.orElse(stored.position());
            }

            @Override
            public void unknown(Checkpoint before, Checkpoint after) {
                guessed = Optional.of(before.position());
            }
        };
    }
}
