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
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of {@code migrate drift}. */
public record DriftResult(List<Database> databases) implements Reported {

    /**
     * One database.
     *
     * @param scratch where its history was replayed
     * @param changes how many changes were replayed
     * @param objects how many objects were compared
     */
    public record Database(
            String name, String kind, String scratch, int changes, int objects, List<Difference> differences) {
        private String summary() {
            String compared = Amount.of(objects, "object") + " compared, " + Amount.of(changes, "change")
                    + " replayed on " + scratch;
            return (differences.isEmpty() ? "no drift" : Amount.of(differences.size(), "difference")) + "; " + compared;
        }
    }

    /**
     * One object that differs.
     *
     * @param kind missing, unexpected or changed
     * @param expected what the history builds; null where it builds none
     * @param actual what the database has; null where it has none
     */
    public record Difference(
            String kind,
            String type,
            String name,
            @Nullable String expected,
            @Nullable String actual) {
        private static Difference of(DriftReport.Difference found) {
            return new Difference(
                    Words.of(found.kind()),
                    found.type(),
                    found.name(),
                    found.expected().orElse(null),
                    found.actual().orElse(null));
        }

        private void writeText(TextPrinter out) {
            out.line("  " + out.style().bad(kind) + "  " + type + " " + name);
            if (expected != null) {
                out.paragraph("    expected: ", expected);
            }
            if (actual != null) {
                out.paragraph("    actual:   ", actual);
            }
        }

        private TestCase testCase() {
            String text = "expected: " + orNothing(expected) + "\nactual: " + orNothing(actual);
            String message = type + " " + name + " is " + kind;
            return TestCase.failed(type + " " + name, "drift", new TestCase.Failed(kind, message, text));
        }

        private List<String> cells() {
            return List.of(kind, type + " " + name, orNothing(expected), orNothing(actual));
        }

        private static String orNothing(@Nullable String text) {
            return text == null ? "-" : text;
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, DriftReport report) {
        return new Database(
                database.name(),
                database.kind().word(),
                report.scratch(),
                report.changes(),
                report.objects(),
                report.differences().stream().map(Difference::of).toList());
    }

    @Override
    public String document() {
        return "migrate-drift";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            database.differences().forEach(difference -> difference.writeText(out));
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }

    @Override
    public List<TestSuite> suites() {
        return databases.stream().map(DriftResult::suite).toList();
    }

    private static TestSuite suite(Database database) {
        Stream<TestCase> cases = database.differences().isEmpty()
                ? Stream.of(TestCase.passed("no drift", "drift", 0))
                : database.differences().stream().map(Difference::testCase);
        return new TestSuite(database.name(), cases.toList());
    }

    /** The differences are test cases themselves. */
    @Override
    public Set<ErrorCode> summedUp() {
        return Set.of(ErrorCode.DRIFT_FOUND);
    }

    @Override
    public void writeSummary(Markdown out) {
        out.table(
                List.of("database", "kind", "drift"),
                databases.stream()
                        .map(database -> List.of(database.name(), database.kind(), database.summary()))
                        .toList());
        for (Database database : databases) {
            out.table(
                    List.of("difference", "object", "expected", "actual"),
                    database.differences().stream().map(Difference::cells).toList());
        }
    }

    /** One problem for each database that is not what its history builds. */
    @JsonIgnore
    public List<Problem> verdict() {
        return databases.stream()
                .filter(database -> !database.differences().isEmpty())
                .map(database -> new Problem(
                        ErrorCode.DRIFT_FOUND,
                        Amount.of(database.differences().size(), "object")
                                + (database.differences().size() == 1 ? " is" : " are")
                                + " not what the history builds",
                        "database " + database.name(),
                        "undo by hand what was done by hand, or put it into a change file: ficus migrate new NAME --db "
                                + database.name()))
                .toList();
    }
}
