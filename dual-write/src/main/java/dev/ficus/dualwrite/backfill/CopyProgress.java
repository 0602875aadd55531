package dev.ficus.dualwrite.backfill;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the workers of a copy know together: how much is done, and how much a row of each table weighs. Thread-safe.
 */
final class CopyProgress {
    /** What is lost at most where a worker dies, and what a chunk of wide rows weighs. */
    private static final long CHUNK_BYTES = 16L << 20;

    private static final double MEGABYTE = 1e6;

    private final String domain;
    private final Progress progress;
    private final Throttle throttle;
    private final int chunkRows;
    private final CopyErrors errors;
    private final Map<String, Long> rowBytes = new ConcurrentHashMap<>();
    private final long began = System.nanoTime();
    private long total;
    private long rows;
    private long bytes;

    /** @param errors counts the attempts at chunks that fail */
    CopyProgress(String domain, Progress progress, Throttle throttle, int chunkRows, CopyErrors errors) {
        this.domain = domain;
        this.progress = progress;
        this.throttle = throttle;
        this.chunkRows = chunkRows;
        this.errors = errors;
    }

    /** What an earlier run has done; it does not count for this one's speed. */
    synchronized void begin(long done, long estimated) {
        rows = done;
        total = Math.max(done, estimated);
    }

    /** @param bytesOfARow by the server's statistics */
    void expect(String table, long bytesOfARow) {
        rowBytes.put(table, bytesOfARow);
    }

    /** How many rows the next chunk of a table shall have, by what its rows weigh. */
    int rowsOf(String table) {
        long each = Math.max(1, rowBytes.getOrDefault(table, 1L));
        return (int) Math.max(1, Math.min(chunkRows, CHUNK_BYTES / each));
    }

    /** An attempt at a chunk of a table was rolled back. */
    void failed(String table) {
        errors.add(table);
    }

    synchronized void copied(Chunk chunk, ChunkCopier.Copied amount) {
        if (amount.rows() > 0) {
            rowBytes.put(chunk.table(), amount.bytes() / amount.rows());
        }
        rows += amount.rows();
        bytes += amount.bytes();
        throttle.copied(amount.rows(), amount.bytes());
        report();
    }

    synchronized void report() {
        double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
        String reason = throttle.reason();
        String speed = String.format("copying, %.1f MB/s", bytes / MEGABYTE / seconds);
        total = Math.max(total, rows);
        progress.on(new ProgressEvent.Count(
                domain, rows, OptionalLong.of(total), "rows", reason.isEmpty() ? speed : speed + ", " + reason));
    }
}
