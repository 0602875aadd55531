package dev.ficus.dualwrite.scan;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a scan goes.
 *
 * @param rowsPerTable the most rows that are read of each table, in key order; empty for all
 * @param chunkRows rows that one statement reads
 * @param pause between two statements
 * @param values whether the values found are returned beside their keys
 */
public record ScanOptions(OptionalLong rowsPerTable, int chunkRows, Duration pause, boolean values) {
    /** All rows, without a pause, and no values. */
    public static final ScanOptions ALL = new ScanOptions(OptionalLong.empty(), 50_000, Duration.ZERO, false);
}
