package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.scan.ScanOptions;

/**
 * How to copy.
 *
 * @param chunkRows rows of a chunk, the unit that is committed and resumed
 * @param restart empty the tables in PostgreSQL and begin anew
 * @param barrier whether a committed row separates the start position from the first read; off only in the negative
 *     control of the tests, which then loses rows
 * @param scan how values that PostgreSQL cannot hold are looked for before the copy begins
 */
public record BackfillOptions(int chunkRows, boolean restart, boolean barrier, ScanOptions scan) {
    /** Chunks of 20,000 rows, resuming what was begun, a sample of the values looked at before. */
    public static final BackfillOptions DEFAULT = new BackfillOptions(20_000, false, true);

    /** With a scan of a sample. */
    public BackfillOptions(int chunkRows, boolean restart, boolean barrier) {
        this(chunkRows, restart, barrier, ScanOptions.SAMPLE);
    }

    public BackfillOptions {
        if (chunkRows < 1) {
            throw new IllegalArgumentException("a chunk has at least one row");
        }
    }
}
