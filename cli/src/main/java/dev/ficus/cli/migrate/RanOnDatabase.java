package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;

/**
 * What a run, up or down, did to one database, and how that looks.
 *
 * @param state done, failed or not-reached
 * @param changes in the order in which they ran
 */
record RanOnDatabase(String name, String kind, String state, long millis, List<RanChange> changes) {
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final String NOT_REACHED = "not-reached";

    static RanOnDatabase done(DatabaseSettings database, long millis, List<RanChange> changes) {
        return new RanOnDatabase(database.name(), database.kind().word(), DONE, millis, changes);
    }

    static RanOnDatabase failed(DatabaseSettings database, long millis, List<RanChange> changes) {
        return new RanOnDatabase(database.name(), database.kind().word(), FAILED, millis, changes);
    }

    static RanOnDatabase notReached(DatabaseSettings database) {
        return new RanOnDatabase(database.name(), database.kind().word(), NOT_REACHED, 0, List.of());
    }

    void writeText(TextPrinter out, String verb) {
        out.line(out.style().strong(name) + " (" + kind + "): " + outcome(verb));
        out.rows(changes.stream()
                .map(change -> List.of(change.id(), change.file(), Amount.millis(change.millis())))
                .toList());
    }

    TestSuite suite() {
        return new TestSuite(
                name,
                changes.stream()
                        .map(change -> TestCase.passed(change.id(), change.file(), change.millis()))
                        .toList());
    }

    static void writeSummary(Markdown out, String verb, List<RanOnDatabase> databases) {
        out.table(
                List.of("database", "kind", "outcome"),
                databases.stream()
                        .map(d -> List.of(d.name(), d.kind(), d.outcome(verb)))
                        .toList());
        out.table(
                List.of("database", "change", "took"),
                databases.stream()
                        .flatMap(d -> d.changes().stream()
                                .map(change -> List.of(d.name(), change.id(), Amount.millis(change.millis()))))
                        .toList());
    }

    private String outcome(String verb) {
        return switch (state) {
            case NOT_REACHED -> "not reached";
            case FAILED -> "failed" + (changes.isEmpty() ? ", nothing " + verb : " after " + count());
            default -> changes.isEmpty() ? "nothing to do" : count() + " in " + Amount.millis(millis);
        };
    }

    private String count() {
        return Amount.of(changes.size(), "change");
    }
}
