package dev.ficus.cli.migrate;

import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.Reported;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate validate}. The problems themselves are reported as errors. */
public record ValidateResult(List<Database> databases) implements Reported {

    /**
     * One history.
     *
     * @param problems the change and the code of each problem
     */
    public record Database(String name, String kind, List<Finding> problems) {}

    /** A change that is not as it should be. */
    public record Finding(String change, String code) {}

    /** What one database reported. */
    public static Database of(DatabaseSettings database, List<HistoryProblem> problems) {
        return new Database(
                database.name(),
                database.kind().word(),
                problems.stream()
                        .map(p -> new Finding(p.change(), p.problem().code().name()))
                        .toList());
    }

    @Override
    public String document() {
        return "migrate-validate";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            int count = database.problems().size();
            String summary = count == 0
                    ? out.style().good("valid")
                    : out.style().bad(count + (count == 1 ? " problem" : " problems"));
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + summary);
            out.rows(database.problems().stream()
                    .map(finding -> List.of(finding.code(), finding.change()))
                    .toList());
        }
    }

    /** A case for each history that is valid; each problem becomes one where the report adds the problems. */
    @Override
    public List<TestSuite> suites() {
        return databases.stream()
                .map(database -> new TestSuite(
                        database.name(),
                        database.problems().isEmpty()
                                ? List.of(TestCase.passed("files and record agree", "validate", 0))
                                : List.of()))
                .toList();
    }

    @Override
    public void writeSummary(Markdown out) {
        out.table(
                List.of("database", "kind", "problems"),
                databases.stream()
                        .map(d -> List.of(
                                d.name(), d.kind(), String.valueOf(d.problems().size())))
                        .toList());
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate plan");
    }
}
