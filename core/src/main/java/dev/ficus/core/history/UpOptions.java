package dev.ficus.core.history;

import java.time.Duration;

/**
 * How to run {@link MigrationHistory#up}.
 *
 * @param lockTimeout how long to wait for another run on the same history
 */
public record UpOptions(Duration lockTimeout) {
    /** Waits for another run for a minute. */
    public static final UpOptions DEFAULT = new UpOptions(Duration.ofMinutes(1));
}
