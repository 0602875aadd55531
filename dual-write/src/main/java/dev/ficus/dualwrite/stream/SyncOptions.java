package dev.ficus.dualwrite.stream;

import java.util.function.Consumer;

/**
 * How to run the streams.
 *
 * @param untilCaughtUp end when everything that was committed on the sources before the start has been applied
 * @param standby wait while another process runs a stream, and take over when it ends; otherwise that is LOCK_HELD
 * @param truncates what a stream does at a TRUNCATE
 * @param listener is told what each domain does, several times a second, on the domain's thread; returns at once
 */
public record SyncOptions(
        boolean untilCaughtUp, boolean standby, Truncates truncates, Consumer<StreamStatus> listener) {
    /** Runs until it is stopped; refuses where another process runs the stream. */
    public static final SyncOptions DEFAULT = new SyncOptions(false, false);

    /** Stops at a TRUNCATE. */
    public SyncOptions(boolean untilCaughtUp, boolean standby, Consumer<StreamStatus> listener) {
        this(untilCaughtUp, standby, Truncates.STOP, listener);
    }

    /** Nobody listens. */
    public SyncOptions(boolean untilCaughtUp, boolean standby) {
        this(untilCaughtUp, standby, status -> {});
    }
}
