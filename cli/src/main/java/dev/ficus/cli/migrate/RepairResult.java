package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code migrate repair}.
 *
 * @param action record-edit, forget, resume, mark-applied or mark-rolled-back
 * @param state where the change stands now; null where it was forgotten
 * @param statements how many statements ran now
 */
public record RepairResult(
        String database,
        String kind,
        String change,
        String file,
        String action,
        @Nullable String state,
        int statements) implements Result {

    public static RepairResult of(DatabaseSettings database, RepairReport report) {
        return new RepairResult(
                database.name(),
                database.kind().word(),
                report.id(),
                report.file(),
                Words.of(report.action()),
                report.state().map(Words::of).orElse(null),
                report.statements());
    }

    @Override
    public String document() {
        return "migrate-repair";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line(out.style().strong(database) + " (" + kind + "): " + done());
        out.line("  " + change + "  " + file + (state == null ? "" : "  now " + state));
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status --db " + database);
    }

    private String done() {
        return switch (action) {
            case "record-edit" -> "recorded the file as it is now";
            case "forget" -> "took the change out of the record; what it did stays";
            case "resume" -> "resumed, " + Amount.of(statements, "statement") + " ran";
            case "mark-applied" -> "recorded the change as applied";
            default -> "recorded the change as rolled back";
        };
    }
}
