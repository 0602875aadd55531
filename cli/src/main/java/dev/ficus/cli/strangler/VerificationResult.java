package dev.ficus.cli.strangler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.verify.TableReport;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of {@code verify}.
 *
 * @param owner the side whose rows count as right
 * @param unsettled rows that changed faster than they could be compared
 */
public record VerificationResult(
        String domain,
        String phase,
        long epoch,
        String owner,
        long rows,
        long differences,
        long unsettled,
        long millis,
        List<Table> tables)
        implements Result {

    /** One table; differences and unsettled rows are listed up to a limit and counted in full. */
    public record Table(
            String table,
            long rows,
            long differences,
            long unsettled,
            long millis,
            List<Difference> listedDifferences,
            List<List<String>> listedUnsettled) {

        private static Table of(TableReport report) {
            return new Table(
                    report.table(),
                    report.rows(),
                    report.differences(),
                    report.unsettled(),
                    report.took().toMillis(),
                    report.listedDifferences().stream()
                            .map(d -> new Difference(d.kind().name().toLowerCase(Locale.ROOT), d.key(), d.columns()))
                            .toList(),
                    report.listedUnsettled());
        }
    }

    /**
     * A row of the copy that is not as the owner has it.
     *
     * @param kind different, missing or extra
     * @param columns those that differ
     */
    public record Difference(String kind, List<String> key, List<String> columns) {}

    public static VerificationResult of(VerificationReport report) {
        return new VerificationResult(
                report.domain(),
                report.phase().word(),
                report.epoch(),
                report.owner().word(),
                report.rows(),
                report.differences(),
                report.unsettled(),
                report.took().toMillis(),
                report.tables().stream().map(Table::of).toList());
    }

    /** DIFFERENCES_FOUND unless every row was compared and is equal. */
    @JsonIgnore
    public List<Problem> problems() {
        if (differences > 0) {
            return List.of(new Problem(
                    ErrorCode.DIFFERENCES_FOUND,
                    Amount.of(differences, "row") + " of the copy differ from the owner, " + owner,
                    "domain " + domain,
                    "find out what wrote to the copy past Ficus; then take a new copy, or correct these rows"));
        }
        if (unsettled > 0) {
            return List.of(new Problem(
                    ErrorCode.DIFFERENCES_FOUND,
                    Amount.of(unsettled, "row") + " changed faster than they could be compared",
                    "domain " + domain,
                    "run it again at a quieter time: ficus verify " + domain));
        }
        return List.of();
    }

    @Override
    public String document() {
        return "verify";
    }

    @Override
    public void writeText(TextPrinter out) {
        String found = problems().isEmpty()
                ? out.style().good("equal on both sides")
                : out.style().bad(Amount.of(differences, "difference") + ", " + unsettled + " unsettled");
        out.line(out.style().strong(domain) + " (" + phase + ", owner " + owner + "): " + Amount.of(rows, "row") + ", "
                + found + ", in " + Amount.millis(millis));
        out.rows(tables.stream()
                .map(table -> List.of(
                        table.table(),
                        Amount.of(table.rows(), "row"),
                        Amount.of(table.differences(), "difference"),
                        table.unsettled() + " unsettled"))
                .toList());
        tables.forEach(table -> list(table, out));
    }

    private static void list(Table table, TextPrinter out) {
        for (Difference difference : table.listedDifferences()) {
            String columns = difference.columns().isEmpty() ? "" : " in " + String.join(", ", difference.columns());
            out.line("  " + table.table() + " " + String.join(", ", difference.key()) + ": " + difference.kind()
                    + columns);
        }
        for (List<String> key : table.listedUnsettled()) {
            out.line("  " + table.table() + " " + String.join(", ", key) + ": unsettled");
        }
    }

    @Override
    public Optional<String> next() {
        return switch (phase) {
            case "mirroring" -> Optional.of("cutover plan " + domain + " --to dual-write");
            case "dual-write" -> Optional.of("cutover plan " + domain + " --to postgres");
            default -> Optional.of("status");
        };
    }
}
