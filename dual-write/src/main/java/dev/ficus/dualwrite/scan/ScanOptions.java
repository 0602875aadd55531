package dev.ficus.dualwrite.scan;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a scan goes.
 *
 * @param rowsPerTable the most rows that are read of each table, in key order; empty for all
 * @param chunkRows rows that one statement reads
 * @param pause between two chunks
 * @param busyThreads from so many {@code Threads_running} on, the scan waits before its next chunk, for ten seconds at
 *     most: a server that is never calm is scanned too, slowly
 * @param values whether the values found are returned beside their keys
 */
public record ScanOptions(OptionalLong rowsPerTable, int chunkRows, Duration pause, int busyThreads, boolean values) {
    /** All rows, without a pause, and no values; it waits from 25 running threads on. */
    public static final ScanOptions ALL = new ScanOptions(OptionalLong.empty(), 50_000, Duration.ZERO, 25, false);

    /** As {@link #ALL} for the first 100,000 rows of each table. */
    public static final ScanOptions SAMPLE = ALL.limitedTo(OptionalLong.of(100_000));

    public ScanOptions {
        if (chunkRows < 1 || rowsPerTable.orElse(0) < 0) {
            throw new IllegalArgumentException("a chunk has at least one row, and a limit is not negative");
        }
    }

    /** No row at all: nothing is asked. */
    public boolean none() {
        return rowsPerTable.orElse(1) == 0;
    }

    /** The same for so many rows of each table. */
    public ScanOptions limitedTo(OptionalLong rows) {
        return new ScanOptions(rows, chunkRows, pause, busyThreads, values);
    }
}
