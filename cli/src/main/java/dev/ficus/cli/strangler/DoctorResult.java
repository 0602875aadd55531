package dev.ficus.cli.strangler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.doctor.DoctorFinding;
import dev.ficus.dualwrite.doctor.DoctorReport;
import dev.ficus.dualwrite.doctor.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code doctor}.
 *
 * @param databases which of them answer
 * @param blocking how many findings are
 * @param findings the blocking ones first
 * @param scanned what was read of each table to look at its values
 */
public record DoctorResult(
        List<Database> databases,
        long blocking,
        long warnings,
        long infos,
        List<Finding> findings,
        List<Scanned> scanned)
        implements Result {

    /** A database of {@code ficus.yaml}; {@code found} is empty where it does not answer. */
    public record Database(String name, String kind, boolean reached, String found) {}

    /** One thing that was found; its id is explained in {@code docs/reference/doctor.md}. */
    public record Finding(String id, String severity, String where, String what, String fix) {
        private static Finding of(DoctorFinding finding) {
            return new Finding(
                    finding.id().word(), finding.severity().word(), finding.where(), finding.what(), finding.fix());
        }
    }

    /** How many rows of a table were looked at, and whether that is all of them. */
    public record Scanned(String table, long rows, boolean whole) {}

    public static DoctorResult of(List<Database> databases, DoctorReport report) {
        return new DoctorResult(
                databases,
                report.count(Severity.BLOCKING),
                report.count(Severity.WARNING),
                report.count(Severity.INFO),
                report.findings().stream().map(Finding::of).toList(),
                report.scanned().stream()
                        .map(table -> new Scanned(table.table(), table.rows(), table.whole()))
                        .toList());
    }

    /** DOCTOR_FINDINGS where something blocks. */
    @JsonIgnore
    public List<Problem> problems() {
        return blocking == 0
                ? List.of()
                : List.of(new Problem(
                        ErrorCode.DOCTOR_FINDINGS,
                        Amount.of(blocking, "finding") + (blocking == 1 ? " stands" : " stand") + " in the way",
                        "ficus doctor",
                        "do what stands below each; docs/reference/doctor.md explains their ids"));
    }

    @Override
    public String document() {
        return "doctor";
    }

    @Override
    public void writeText(TextPrinter out) {
        Style style = out.style();
        out.rows(
                databases.stream()
                        .map(each ->
                                List.of(each.reached() ? "ok" : "no answer", "database " + each.name(), each.found()))
                        .toList(),
                word -> word.startsWith("ok") ? style.good(word) : style.bad(word));
        for (Finding finding : findings) {
            out.line("");
            out.line(coloured(finding.severity(), style) + " " + style.strong(finding.id()) + ": " + finding.where());
            out.paragraph("  ", finding.what());
            out.indented(2, "fix: " + finding.fix().replace("\n", "\n     "));
        }
        out.line("");
        out.line(Amount.of(blocking, "blocking finding") + ", " + Amount.of(warnings, "warning") + ", " + infos
                + " to know");
    }

    /** Only where nothing blocks: the command line prints it then alone. */
    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }

    private static String coloured(String severity, Style style) {
        return switch (severity) {
            case "blocking" -> style.bad(severity);
            case "warning" -> style.attention(severity);
            default -> severity;
        };
    }
}
