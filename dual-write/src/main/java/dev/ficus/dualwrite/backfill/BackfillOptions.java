package dev.ficus.dualwrite.backfill;

/**
 * How to copy.
 *
 * @param chunkRows rows of a chunk, the unit that is committed and resumed
 * @param restart empty the tables in PostgreSQL and begin anew
 * @param barrier whether a committed row separates the start position from the first read; off only in the negative
 *     control of the tests, which then loses rows
 */
public record BackfillOptions(int chunkRows, boolean restart, boolean barrier) {
    /** Chunks of 20,000 rows, resuming what was begun. */
    public static final BackfillOptions DEFAULT = new BackfillOptions(20_000, false, true);

    public BackfillOptions {
        if (chunkRows < 1) {
            throw new IllegalArgumentException("a chunk has at least one row");
        }
    }
}
