package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Phase;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change of phase in the journal.
 *
 * @param epoch of the domain before the change
 * @param endedAt when it was finished or undone
 * @param pauseMillis how long writes waited
 */
public record JournalEntry(
        long id,
        String domain,
        Phase from,
        Phase to,
        long epoch,
        State state,
        Instant startedAt,
        Optional<Instant> endedAt,
        OptionalLong pauseMillis) {

    /** How far it has come. */
    public enum State {
        /** Begun. A crash is undone. */
        OPEN,
        /** The phase has changed. A crash is carried on. */
        COMMITTED,
        /** Nothing is left to do. */
        FINISHED,
        /** Everything is as it was before. */
        UNDONE;

        /** The word in the control schema and in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** True while something is left to undo or to carry on. */
    public boolean unfinished() {
        return state == State.OPEN || state == State.COMMITTED;
    }
}
