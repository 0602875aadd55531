package dev.ficus.dualwrite.backfill;

/**
 * What a copy stays below. Zero stands for no limit.
 *
 * @param rowsPerSecond on average
 * @param megabytesPerSecond that COPY is sent, on average
 * @param threadsRunning from this {@code Threads_running} of MySQL on, the copy waits before its next chunk
 * @param lagSeconds while the replica that is read, or a standby of PostgreSQL, is further behind in its replay, the copy waits before its next chunk
 */
public record Pace(long rowsPerSecond, long megabytesPerSecond, long threadsRunning, long lagSeconds) {
    /** As fast as both servers go. */
    public static final Pace UNLIMITED = new Pace(0, 0, 0, 0);

    public Pace {
        if (rowsPerSecond < 0 || megabytesPerSecond < 0 || threadsRunning < 0 || lagSeconds < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }

    /** Whether the servers are asked for their load. */
    boolean looks() {
        return threadsRunning > 0 || lagSeconds > 0;
    }
}
