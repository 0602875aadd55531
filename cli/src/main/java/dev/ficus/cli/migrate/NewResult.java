package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.NewChange;
import dev.ficus.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code migrate new}.
 *
 * @param change the id of the new change
 * @param files the files that were written
 */
public record NewResult(String database, String kind, String change, List<String> files) implements Result {

    public static NewResult of(DatabaseSettings database, NewChange created) {
        return new NewResult(
                database.name(),
                database.kind().word(),
                created.id(),
                created.files().stream().map(Path::toString).toList());
    }

    @Override
    public String document() {
        return "migrate-new";
    }

    @Override
    public void writeText(TextPrinter out) {
        files.forEach(file -> out.line("wrote " + file));
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate lint --db " + database);
    }
}
