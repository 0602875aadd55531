package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate validate}. The problems themselves are reported as errors. */
public record ValidateResult(List<Database> databases) implements Result {

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

    @Override
    public Optional<String> next() {
        return Optional.of("migrate up");
    }
}
