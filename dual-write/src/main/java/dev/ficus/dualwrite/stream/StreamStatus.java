package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.control.Direction;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What the runner of one domain does at a moment. Counts are of this run.
 *
 * @param direction of the stream; empty where the phase has none or it is not known yet
 * @param reason why the stream does not run, in words; empty text where it runs
 * @param error the code of what keeps the stream from running
 * @param epoch of the running stream's checkpoint; zero before the first
 * @param lag how long the newest applied beat was under way; empty before the first
 * @param reconnects how often the stream began again after a failure that passes by itself
 */
public record StreamStatus(
        String domain,
        State state,
        Optional<Direction> direction,
        String reason,
        Optional<ErrorCode> error,
        long epoch,
        long changes,
        long transactions,
        long echoes,
        long reconnects,
        Optional<Duration> lag) {

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
                domain, State.STARTING, Optional.empty(), "", Optional.empty(), 0, 0, 0, 0, 0, Optional.empty());
    }
}
