package dev.ficus.core.history;

import java.time.Duration;
import java.util.List;

/**
 * What {@link MigrationHistory#up} did.
 *
 * @param applied the changes that ran, in order
 * @param took from the lock to the end
 */
public record UpReport(List<AppliedChange> applied, Duration took) {
    public UpReport {
        applied = List.copyOf(applied);
    }

    /** One change that ran. */
    public record AppliedChange(String id, String author, String file, Duration took) {}
}
