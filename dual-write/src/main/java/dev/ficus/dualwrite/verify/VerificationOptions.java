package dev.ficus.dualwrite.verify;

import java.time.Duration;

/**
 * @param chunkRows rows that are read and compared at a time
 * @param listed how many differences, and how many unsettled rows, of each table the report names; all are counted
 * @param rounds how often a suspicious row is looked at before it is called unsettled; at least 2
 * @param streamPatience how long each wait for the stream may take
 */
public record VerificationOptions(int chunkRows, int listed, int rounds, Duration streamPatience) {
    public VerificationOptions {
        if (chunkRows < 1 || listed < 0 || rounds < 2) {
            throw new IllegalArgumentException("chunkRows >= 1, listed >= 0, rounds >= 2");
        }
    }

    /** Chunks of 2,000 rows, 20 differences listed, 10 rounds, 30 seconds for the stream. */
    public static VerificationOptions defaults() {
        return new VerificationOptions(2_000, 20, 10, Duration.ofSeconds(30));
    }
}
