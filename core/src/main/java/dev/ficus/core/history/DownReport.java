package dev.ficus.core.history;

import java.time.Duration;
import java.util.List;

/**
 * What {@link MigrationHistory#down} did.
 *
 * @param undone the changes whose way back ran, the newest first
 * @param took from the lock to the end
 */
public record DownReport(List<UndoneChange> undone, Duration took) {
    public DownReport {
        undone = List.copyOf(undone);
    }

    /** One change that was taken back. */
    public record UndoneChange(String id, String author, String file, Duration took) {}
}
