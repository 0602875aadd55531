package dev.ficus.dualwrite.scan;

import java.util.List;

/**
 * What a scan found.
 *
 * @param found by table and column; empty where every value can be carried over
 * @param tables what was read of each table
 */
public record ScanReport(List<FoundValues> found, List<Scanned> tables) {
    /**
     * One table.
     *
     * @param rows that were read; 0 where no column of it can hold a value that needs a decision
     * @param whole whether that is all of them
     */
    public record Scanned(String table, long rows, boolean whole) {}

    public ScanReport {
        found = List.copyOf(found);
        tables = List.copyOf(tables);
    }
}
