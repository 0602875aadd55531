package dev.ficus.dualwrite.backfill;

import java.time.Duration;
import java.util.List;

/**
 * What a backfill did.
 *
 * @param tables what was copied, table by table, over all runs of this backfill
 * @param replayed row changes that happened during the copy and were applied after it
 * @param took this run alone
 */
public record BackfillReport(String domain, List<CopiedTable> tables, long replayed, Duration took) {
    public BackfillReport {
        tables = List.copyOf(tables);
    }

    /**
     * One table.
     *
     * @param bytes of COPY text
     */
    public record CopiedTable(String table, long rows, long bytes, int chunks) {}

    /** All rows copied. */
    public long rows() {
        return tables.stream().mapToLong(CopiedTable::rows).sum();
    }
}
