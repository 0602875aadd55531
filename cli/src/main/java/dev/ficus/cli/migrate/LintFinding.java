package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.TestCase;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One finding of {@code migrate lint}, as it is shown.
 *
 * @param severity error, warning or info
 * @param title what the rule finds
 * @param file relative to the directory of the history
 * @param line from 1; null where the format has no lines for it
 * @param fix what to write instead
 * @param page the page of the rule in the documentation
 */
public record LintFinding(
        String rule,
        String severity,
        String title,
        String change,
        String file,
        @Nullable Integer line,
        String what,
        String fix,
        String page) {

    static LintFinding of(LintReport.Finding finding) {
        LintRule rule = finding.rule();
        return new LintFinding(
                rule.id(),
                Words.of(rule.severity()),
                rule.title(),
                finding.change(),
                finding.file(),
                finding.line().isPresent() ? finding.line().getAsInt() : null,
                finding.what(),
                finding.fix(),
                "docs/lint/" + rule.id() + ".md");
    }

    /** Whether it is at least as bad as this severity. */
    boolean fails(String failOn) {
        return Severity.valueOf(severity.toUpperCase(Locale.ROOT))
                        .compareTo(Severity.valueOf(failOn.toUpperCase(Locale.ROOT)))
                <= 0;
    }

    void writeText(TextPrinter out) {
        out.line("  " + coloured(out.style()) + " " + rule + "  " + where());
        out.paragraph("    ", what);
        out.paragraph("    fix: ", fix);
    }

    TestCase testCase(boolean fails) {
        String name = rule + " at " + where();
        return fails
                ? TestCase.failed(
                        name, file, new TestCase.Failed(rule, what, what + "\nfix: " + fix + "\nsee: " + page))
                : TestCase.skipped(name, file, severity + ": " + what);
    }

    List<String> cells() {
        return List.of(severity, rule, where(), what, fix);
    }

    private String where() {
        return line == null ? file : file + ":" + line;
    }

    private String coloured(Style style) {
        return switch (severity) {
            case "error" -> style.bad(severity);
            case "warning" -> style.attention(severity);
            default -> severity;
        };
    }
}
