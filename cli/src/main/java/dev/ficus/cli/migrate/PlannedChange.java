package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.report.Markdown;
import dev.ficus.core.history.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One change of a plan, as {@code migrate plan} shows it. */
public record PlannedChange(
        String id, String author, String file, boolean transactional, List<PlannedStatement> statements) {
    private static final int DEPTH = 4;

    /**
     * One statement.
     *
     * @param known false where nothing can be said about locks
     * @param rows an estimate of the rows read or written; null where there is none
     */
    public record PlannedStatement(
            String text, boolean known, @Nullable Long rows, List<Lock> locks) {
        private static PlannedStatement of(MigrationPlan.PlannedStatement statement) {
            MigrationPlan.StatementEffect effect = statement.effect();
            return new PlannedStatement(
                    statement.text(),
                    effect.known(),
                    boxed(effect.rows()),
                    effect.locks().stream()
                            .map(lock -> new Lock(lock.object(), lock.mode(), lock.meaning()))
                            .toList());
        }

        private static @Nullable Long boxed(OptionalLong rows) {
            return rows.isPresent() ? rows.getAsLong() : null;
        }

        /** What it does to others, a line for each thing. */
        private List<String> effects() {
            List<String> effects = new ArrayList<>();
            if (!known) {
                effects.add("locks: not known");
            } else if (locks.isEmpty()) {
                effects.add("locks: none that others wait for");
            }
            locks.forEach(lock -> effects.add("locks: " + lock.object() + ", " + lock.mode() + ": " + lock.meaning()));
            if (rows != null) {
                effects.add("touches: about " + Amount.of(rows, "row"));
            }
            return effects;
        }
    }

    /**
     * One lock.
     *
     * @param mode the server's own word
     * @param meaning who waits, and for how long
     */
    public record Lock(String object, String mode, String meaning) {}

    static PlannedChange of(MigrationPlan.PlannedChange change) {
        return new PlannedChange(
                change.id(),
                change.author(),
                change.file(),
                change.transactional(),
                change.statements().stream().map(PlannedStatement::of).toList());
    }

    void writeText(TextPrinter out) {
        out.line("  " + out.style().strong(id) + "  " + file + "  " + transaction());
        for (PlannedStatement statement : statements) {
            out.indented(DEPTH, statement.text());
            for (String effect : statement.effects()) {
                int colon = effect.indexOf(' ') + 1;
                out.paragraph(" ".repeat(DEPTH + 2) + effect.substring(0, colon), effect.substring(colon));
            }
        }
    }

    void writeSummary(Markdown out, String database, String kind) {
        out.openDetails(database + ": " + id + " (" + Amount.of(statements.size(), "statement") + ")");
        out.paragraph(file + ", " + transaction());
        for (PlannedStatement statement : statements) {
            out.code(kind.equals("mongo") ? "json" : "sql", statement.text());
            out.items(statement.effects());
        }
        out.closeDetails();
    }

    private String transaction() {
        return transactional ? "in a transaction" : "not in a transaction";
    }
}
