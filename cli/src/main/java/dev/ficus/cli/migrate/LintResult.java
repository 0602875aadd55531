package dev.ficus.cli.migrate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.Reported;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintRule;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of {@code migrate lint}.
 *
 * @param failOn the mildest severity that fails the command: error, warning or info
 */
public record LintResult(String failOn, List<Database> databases) implements Reported {

    /**
     * One history.
     *
     * @param server the server whose rules were applied
     * @param changes how many were looked at
     * @param statements how many they have
     */
    public record Database(
            String name, String kind, String server, int changes, int statements, List<LintFinding> findings) {
        private String summary() {
            return Amount.of(findings.size(), "finding") + " in " + Amount.of(changes, "change") + ", by the rules for "
                    + server;
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, LintReport report) {
        return new Database(
                database.name(),
                database.kind().word(),
                report.server(),
                report.changes(),
                report.statements(),
                report.findings().stream().map(LintFinding::of).toList());
    }

    @Override
    public String document() {
        return "migrate-lint";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            database.findings().forEach(finding -> finding.writeText(out));
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate plan");
    }

    @Override
    public List<TestSuite> suites() {
        return databases.stream().map(this::suite).toList();
    }

    private TestSuite suite(Database database) {
        Stream<TestCase> cases = database.findings().isEmpty()
                ? Stream.of(TestCase.passed(Amount.of(database.changes(), "change"), "lint", 0))
                : database.findings().stream().map(finding -> finding.testCase(finding.fails(failOn)));
        return new TestSuite(database.name(), cases.toList());
    }

    /** The findings are test cases themselves. */
    @Override
    public Set<ErrorCode> summedUp() {
        return Set.of(ErrorCode.LINT_FINDINGS);
    }

    @Override
    public void writeSummary(Markdown out) {
        out.table(
                List.of("database", "kind", "findings"),
                databases.stream()
                        .map(database -> List.of(database.name(), database.kind(), database.summary()))
                        .toList());
        for (Database database : databases) {
            out.table(
                    List.of("severity", "rule", "where", "what", "instead"),
                    database.findings().stream().map(LintFinding::cells).toList());
        }
    }

    /** One problem for each database with a finding that is bad enough. */
    @JsonIgnore
    public List<Problem> verdict() {
        return databases.stream()
                .filter(database -> failing(database) > 0)
                .map(database -> new Problem(
                        ErrorCode.LINT_FINDINGS,
                        Amount.of(failing(database), "finding") + " of severity " + failOn
                                + (failOn.equals(Words.of(LintRule.Severity.ERROR)) ? "" : " or worse"),
                        "database " + database.name(),
                        "change the files as each finding says; a change that has run stays as it is"))
                .toList();
    }

    private long failing(Database database) {
        return database.findings().stream()
                .filter(finding -> finding.fails(failOn))
                .count();
    }
}
