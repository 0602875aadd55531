package dev.ficus.dualwrite.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a verification found in one table.
 *
 * @param rows compared
 * @param differences how many rows differ, confirmed
 * @param unsettled how many rows changed faster than they could be compared
 * @param listedDifferences the first differences
 * @param listedUnsettled the keys of the first unsettled rows
 */
public record TableReport(
        String table,
        long rows,
        long differences,
        long unsettled,
        List<Difference> listedDifferences,
        List<List<String>> listedUnsettled,
        Duration took) {
    public TableReport {
        listedDifferences = List.copyOf(listedDifferences);
        listedUnsettled = List.copyOf(listedUnsettled);
    }
}
