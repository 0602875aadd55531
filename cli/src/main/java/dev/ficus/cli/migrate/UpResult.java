package dev.ficus.cli.migrate;

import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.Reported;
import dev.ficus.cli.report.TestSuite;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate up}. */
public record UpResult(List<Database> databases) implements Reported {
    private static final String VERB = "applied";

    /**
     * What was done to one database.
     *
     * @param state done, failed or not-reached
     * @param applied what ran now, in order, also where a later change failed
     */
    public record Database(String name, String kind, String state, long millis, List<RanChange> applied) {
        private static Database of(RanOnDatabase ran) {
            return new Database(ran.name(), ran.kind(), ran.state(), ran.millis(), ran.changes());
        }

        private RanOnDatabase ran() {
            return new RanOnDatabase(name, kind, state, millis, applied);
        }
    }

    static UpResult of(List<RanOnDatabase> databases) {
        return new UpResult(databases.stream().map(Database::of).toList());
    }

    @Override
    public String document() {
        return "migrate-up";
    }

    @Override
    public void writeText(TextPrinter out) {
        databases.forEach(database -> database.ran().writeText(out, VERB));
    }

    @Override
    public List<TestSuite> suites() {
        return databases.stream().map(database -> database.ran().suite()).toList();
    }

    @Override
    public void writeSummary(Markdown out) {
        RanOnDatabase.writeSummary(
                out, VERB, databases.stream().map(Database::ran).toList());
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }
}
