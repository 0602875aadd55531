package dev.ficus.dualwrite.stream;

import java.time.Duration;

/**
 * How to run the streams.
 *
 * @param untilCaughtUp end when everything that was committed on the sources before the start has been applied
 * @param standby wait while another process runs a stream, and take over when it ends; otherwise that is LOCK_HELD
 * @param truncates what a stream does at a TRUNCATE
 * @param listener is told what each domain does
 * @param watch the pause between two looks at how long the sources keep the logs that streams still need; none are taken with
 *     {@code untilCaughtUp}
 */
public record SyncOptions(
        boolean untilCaughtUp, boolean standby, Truncates truncates, StreamListener listener, Duration watch) {
    private static final Duration WATCH = Duration.ofMinutes(1);

    /** Runs until it is stopped; refuses where another process runs the stream. */
    public static final SyncOptions DEFAULT = new SyncOptions(false, false);

    /** Looks once a minute at how long the sources keep their logs. */
    public SyncOptions(boolean untilCaughtUp, boolean standby, Truncates truncates, StreamListener listener) {
        this(untilCaughtUp, standby, truncates, listener, WATCH);
    }

    /** Stops at a TRUNCATE. */
    public SyncOptions(boolean untilCaughtUp, boolean standby, StreamListener listener) {
        this(untilCaughtUp, standby, Truncates.STOP, listener);
    }

    /** Nobody listens. */
    public SyncOptions(boolean untilCaughtUp, boolean standby) {
        this(untilCaughtUp, standby, status -> {});
    }
}
