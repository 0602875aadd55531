package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Phase;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the runner of one domain does at a moment.
 *
 * @param direction of the stream; empty where the phase has none or it is not known yet
 * @param phase of the domain; empty before it was read
 * @param reason why the stream does not run, in words; empty text where it runs
 * @param error the code of what keeps the stream from running
 * @param epoch of the running stream's checkpoint; zero before the first
 * @param counts what this run has done
 * @param lag how long the newest applied beat was under way; empty before the first
 * @param backlog bytes of the source's log that were not applied when it was looked at last, about once a second, those of
 *     other tables included; empty where that is not known
 */
public record StreamStatus(
        String domain,
        State state,
        Optional<Direction> direction,
        Optional<Phase> phase,
        String reason,
        Optional<ErrorCode> error,
        long epoch,
        Counts counts,
        Optional<Duration> lag,
        OptionalLong backlog) {

    /**
     * What a run has done.
     *
     * @param changes row changes applied
     * @param transactions source transactions applied
     * @param echoes row changes skipped because Ficus itself had written them
     * @param batches transactions committed on the target, those with nothing but a beat included
     * @param applying the time that those took, from their first statement to the answer of the commit
     * @param reconnects how often the stream began again after a failure that passes by itself
     */
    public record Counts(
            long changes, long transactions, long echoes, long batches, Duration applying, long reconnects) {
        static final Counts NONE = new Counts(0, 0, 0, 0, Duration.ZERO, 0);

        Counts applied(Checkpoint before, Checkpoint after) {
            return new Counts(
                    changes + after.changes() - before.changes(),
                    transactions + after.transactions() - before.transactions(),
                    echoes + after.echoes() - before.echoes(),
                    batches,
                    applying,
                    reconnects);
        }

        Counts batch(Duration time) {
            return new Counts(changes, transactions, echoes, batches + 1, applying.plus(time), reconnects);
        }

        Counts reconnect() {
            return new Counts(changes, transactions, echoes, batches, applying, reconnects + 1);
        }
    }

    /** What a runner can be about. */
    public enum State {
        STARTING(true),
        /** The domain's phase has no stream. */
        IDLE(true),
        RUNNING(true),
        /** Another process runs the stream. */
        STANDBY(true),
        /** Tries again soon, for example until a server is back. */
        WAITING(false),
        /** A change of the tables' structure stands before the stream, which goes on when both sides agree again. */
        STOPPED(false),
        /** Ended for good; the other domains go on. */
        FAILED(false),
        /** Ended as it was asked to. */
        ENDED(true);

        private final boolean healthy;

        State(boolean healthy) {
            this.healthy = healthy;
        }

        /** Whether all is as it should be. */
        public boolean healthy() {
            return healthy;
        }

        /** In lower case, as metrics and health name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static StreamStatus starting(String domain) {
        return new StreamStatus(
                domain,
                State.STARTING,
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                0,
                Counts.NONE,
                Optional.empty(),
                OptionalLong.empty());
    }
}
