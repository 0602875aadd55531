package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.scan.ScanOptions;
import java.time.Duration;
import java.util.Optional;

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
 * @param replica the MySQL replica that rows are read from; positions and changes come from the primary all the same
 * @param patience for how long a server that is away is tried again before the run gives up; zero gives up at once
 */
public record BackfillOptions(
        int chunkRows,
        boolean restart,
        boolean barrier,
        ScanOptions scan,
        int workers,
        Pace pace,
        Optional<MysqlServer> replica,
        Duration patience) {
    private static final int MOST_WORKERS = 8;

    /** Chunks of 20,000 rows, resuming what was begun, a sample of the values looked at before. */
    public static final BackfillOptions DEFAULT = new BackfillOptions(20_000, false, true);

    /** With a scan of a sample. */
    public BackfillOptions(int chunkRows, boolean restart, boolean barrier) {
        this(chunkRows, restart, barrier, ScanOptions.SAMPLE);
    }

    /** With a worker for each core, two at least and eight at most, at full speed. */
    public BackfillOptions(int chunkRows, boolean restart, boolean barrier, ScanOptions scan) {
        this(chunkRows, restart, barrier, scan, defaultWorkers(), Pace.UNLIMITED, Optional.empty(), Duration.ZERO);
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
        return new BackfillOptions(chunkRows, restart, barrier, scan, otherWorkers, pace, replica, patience);
    }

    /** The same at another pace. */
    public BackfillOptions with(Pace other) {
        return new BackfillOptions(chunkRows, restart, barrier, scan, workers, other, replica, patience);
    }

    /** The same, with rows read from a replica. */
    public BackfillOptions with(MysqlServer read) {
        return new BackfillOptions(chunkRows, restart, barrier, scan, workers, pace, Optional.of(read), patience);
    }

    /** The same, trying again for so long. */
    public BackfillOptions with(Duration otherPatience) {
        return new BackfillOptions(chunkRows, restart, barrier, scan, workers, pace, replica, otherPatience);
    }

    /** For going on with what these options began. */
    BackfillOptions resuming() {
        return new BackfillOptions(chunkRows, false, barrier, scan, workers, pace, replica, patience);
    }

    private static int defaultWorkers() {
        return Math.max(2, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors()));
    }
}
