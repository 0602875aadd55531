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

    /** One table; bytes are those of COPY text. */
    public record CopiedTable(String table, long rows, long bytes, int chunks) {}

    public static BackfillResult of(BackfillReport report) {
        return new BackfillResult(
                report.domain(),
                report.rows(),
                report.replayed(),
                report.took().toMillis(),
                report.tables().stream()
                        .map(t -> new CopiedTable(t.table(), t.rows(), t.bytes(), t.chunks()))
                        .toList());
    }

    @Override
    public String document() {
        return "backfill";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line(out.style().strong(domain) + ": copied " + Amount.of(rows, "row") + " and replayed "
                + Amount.of(replayed, "change") + " in " + Amount.millis(millis) + "; now in phase mirroring");
        out.rows(tables.stream()
                .map(table -> List.of(
                        table.table(),
                        Amount.of(table.rows(), "row"),
                        Amount.bytes(table.bytes()),
                        Amount.of(table.chunks(), "chunk")))
                .toList());
    }

    @Override
    public Optional<String> next() {
        return Optional.of("sync " + domain);
    }
}
