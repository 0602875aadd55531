package dev.ficus.core.history;

import java.util.List;

/**
 * What {@link MigrationHistory#baseline} did.
 *
 * @param recorded the changes that are now recorded as applied, without having run
 * @param alreadyRecorded how many of those asked for were recorded before
 * @param leftOut what the other tool's record holds and this history does not take over, each with the reason
 */
public record BaselineReport(List<BaselinedChange> recorded, int alreadyRecorded, List<LeftOut> leftOut) {
    public BaselineReport {
        recorded = List.copyOf(recorded);
        leftOut = List.copyOf(leftOut);
    }

    /** One change that was recorded. */
    public record BaselinedChange(String id, String author, String file) {}

    /** An entry of the other tool's record that was not taken over, such as a schema marker or a run that was undone. */
    public record LeftOut(String entry, String reason) {}
}
