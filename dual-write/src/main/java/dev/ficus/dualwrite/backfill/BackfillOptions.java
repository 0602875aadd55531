package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.scan.ScanOptions;

/**
 * How to copy.
 *
 * @param chunkRows the most rows of a chunk, the unit that is committed and resumed; wide rows make smaller chunks
 * @param restart empty the tables in PostgreSQL and begin anew
 * @param barrier whether a committed row separates the start position from the first read; off only in the negative
 *     control of the tests, which then loses rows
 * @param scan how values that PostgreSQL cannot hold are looked for before the copy begins
 * @param workers that copy at the same time, each with a connection to either server; as many build indexes
 * @param pace what the copy stays below
 */
public record BackfillOptions(
        int chunkRows, boolean restart, boolean barrier, ScanOptions scan, int workers, Pace pace) {
    private static final int MOST_WORKERS = 8;

    /** Chunks of 20,000 rows, resuming what was begun, a sample of the values looked at before. */
    public static final BackfillOptions DEFAULT = new BackfillOptions(20_000, false, true);

    /** With a scan of a sample. */
    public BackfillOptions(int chunkRows, boolean restart, boolean barrier) {
        this(chunkRows, restart, barrier, ScanOptions.SAMPLE);
    }

    /** With a worker for each core, two at least and eight at most, at full speed. */
    public BackfillOptions(int chunkRows, boolean restart, boolean barrier, ScanOptions scan) {
        this(chunkRows, restart, barrier, scan, defaultWorkers(), Pace.UNLIMITED);
    }

    public BackfillOptions {
        if (chunkRows < 1) {
            throw new IllegalArgumentException("a chunk has at least one row");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("somebody must copy");
        }
    }

    /** The same with so many workers. */
    public BackfillOptions with(int otherWorkers) {
        return new BackfillOptions(chunkRows, restart, barrier, scan, otherWorkers, pace);
    }

    /** The same at another pace. */
    public BackfillOptions with(Pace other) {
        return new BackfillOptions(chunkRows, restart, barrier, scan, workers, other);
    }

    private static int defaultWorkers() {
        return Math.max(2, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors()));
    }
}
