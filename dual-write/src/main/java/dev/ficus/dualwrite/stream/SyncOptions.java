package dev.ficus.dualwrite.stream;

/**
 * How to run the streams.
 *
 * @param untilCaughtUp end when everything that was committed on the sources before the start has been applied
 * @param standby wait while another process runs a stream, and take over when it ends; otherwise that is LOCK_HELD
 */
public record SyncOptions(boolean untilCaughtUp, boolean standby) {
    /** Runs until it is stopped; refuses where another process runs the stream. */
    public static final SyncOptions DEFAULT = new SyncOptions(false, false);
}
