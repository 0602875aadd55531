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
     * @param bytes that COPY was sent
     * @param worked how long rows of it were read and written, by any number of workers, over all runs; waiting at a limit,
     *     keys and indexes are not in it
     * @param errors attempts at a chunk that failed and were rolled back; those of a process that was killed are not known
     */
    public record CopiedTable(String table, long rows, long bytes, int chunks, Duration worked, int errors) {}

    /** All rows copied. */
    public long rows() {
        return tables.stream().mapToLong(CopiedTable::rows).sum();
    }
}
