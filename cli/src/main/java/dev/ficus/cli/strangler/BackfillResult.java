package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.backfill.BackfillReport;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code backfill}.
 *
 * @param rows copied, over all runs of this backfill
 * @param replayed row changes that happened during the copy and were applied after it
 * @param millis of this run alone
 */
public record BackfillResult(String domain, long rows, long replayed, long millis, List<CopiedTable> tables)
        implements Result {

    /**
     * One table.
     *
     * @param bytes that COPY was sent
     * @param millis during which its rows were copied, over all runs; waiting at a limit, keys and indexes are not in it
     * @param rowsPerSecond of those milliseconds
     * @param bytesPerSecond of those milliseconds
     * @param errors attempts at a chunk that failed and were made again
     */
    public record CopiedTable(
            String table,
            long rows,
            long bytes,
            int chunks,
            long millis,
            long rowsPerSecond,
            long bytesPerSecond,
            int errors) {

        static CopiedTable of(BackfillReport.CopiedTable table) {
            long millis = table.worked().toMillis();
            return new CopiedTable(
                    table.table(),
                    table.rows(),
                    table.bytes(),
                    table.chunks(),
                    millis,
                    perSecond(table.rows(), millis),
                    perSecond(table.bytes(), millis),
                    table.errors());
        }

        private static long perSecond(long amount, long millis) {
            return Math.round(amount * 1000.0 / Math.max(1, millis));
        }

        private List<String> cells() {
            return List.of(
                    table,
                    Amount.of(rows, "row"),
                    Amount.bytes(bytes),
                    Amount.of(chunks, "chunk"),
                    Amount.millis(millis),
                    Amount.of(rowsPerSecond, "row") + "/s",
                    Amount.bytes(bytesPerSecond) + "/s",
                    Amount.of(errors, "error"));
        }
    }

    public static BackfillResult of(BackfillReport report) {
        return new BackfillResult(
                report.domain(),
                report.rows(),
                report.replayed(),
                report.took().toMillis(),
                report.tables().stream().map(CopiedTable::of).toList());
    }

    @Override
    public String document() {
        return "backfill";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line(out.style().strong(domain) + ": copied " + Amount.of(rows, "row") + " and replayed "
                + Amount.of(replayed, "change") + " in " + Amount.millis(millis) + "; now in phase mirroring");
        out.rows(tables.stream().map(CopiedTable::cells).toList());
    }

    @Override
    public Optional<String> next() {
        return Optional.of("sync " + domain);
    }
}
