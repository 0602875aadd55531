package dev.ficus.cli.migrate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.cli.report.Reported;
import dev.ficus.cli.report.TestCase;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code migrate plan}.
 *
 * @param direction up or down
 * @param hash what {@code --plan} takes to run this and nothing else; null where the plan of a database failed
 * @param repeat the words behind {@code ficus migrate} that run this plan, without {@code --plan}
 */
public record PlanResult(
        String direction,
        @Nullable String hash,
        List<Database> databases,
        @JsonIgnore String repeat) implements Reported {

    /**
     * The plan of one database.
     *
     * @param hash of this plan alone
     */
    public record Database(String name, String kind, String hash, List<PlannedChange> changes) {
        private String summary() {
            return changes.isEmpty() ? "nothing to do" : Amount.of(changes.size(), "change");
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, MigrationPlan plan) {
        return new Database(
                database.name(),
                database.kind().word(),
                plan.hash(),
                plan.changes().stream().map(PlannedChange::of).toList());
    }

    /** The plans of a run; {@code complete} is false where a database failed, and then there is nothing to hand on. */
    public static PlanResult of(
            MigrationPlan.Direction direction, List<Database> databases, boolean complete, String repeat) {
        return new PlanResult(
                direction.name().toLowerCase(Locale.ROOT), complete ? combined(databases) : null, databases, repeat);
    }

    /** The hash of one plan; of several, the SHA-256 over a line with name and hash for each, in order. */
    static String combined(List<Database> databases) {
        return databases.size() == 1
                ? databases.get(0).hash()
                : ChangeText.sha256(databases.stream()
                        .map(database -> database.name() + " " + database.hash() + "\n")
                        .collect(Collectors.joining()));
    }

    @Override
    public String document() {
        return "migrate-plan";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            database.changes().forEach(change -> change.writeText(out));
            if (databases.size() > 1 && !database.changes().isEmpty()) {
                out.line("  plan " + database.hash());
            }
        }
        if (hash != null) {
            out.line("plan " + hash);
        }
    }

    @Override
    public List<TestSuite> suites() {
        return databases.stream()
                .map(database -> new TestSuite(
                        database.name(),
                        database.changes().stream()
                                .map(change -> TestCase.skipped(change.id(), change.file(), "planned"))
                                .toList()))
                .toList();
    }

    @Override
    public void writeSummary(Markdown out) {
        out.table(
                List.of("database", "kind", "plan"),
                databases.stream()
                        .map(database -> List.of(database.name(), database.kind(), database.summary()))
                        .toList());
        for (Database database : databases) {
            database.changes().forEach(change -> change.writeSummary(out, database.name(), database.kind()));
        }
        if (hash != null) {
            out.paragraph("Run exactly this:", "ficus migrate " + repeat + " --plan " + hash);
        }
    }

    @Override
    public Optional<String> next() {
        boolean nothing =
                databases.stream().allMatch(database -> database.changes().isEmpty());
        return Optional.of(nothing ? "migrate status" : "migrate " + repeat + " --plan " + hash);
    }
}
