package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.TagReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate tag}. */
public record TagResult(String tag, List<Database> databases) implements Result {

    /**
     * One history.
     *
     * @param change the change that carries the tag
     */
    public record Database(String name, String kind, String change) {}

    /** What one database reported. */
    public static Database of(DatabaseSettings database, TagReport report) {
        return new Database(database.name(), database.kind().word(), report.change());
    }

    @Override
    public String document() {
        return "migrate-tag";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + tag + " is "
                    + database.change());
        }
    }

    /** The way back that the tag is for. */
    @Override
    public Optional<String> next() {
        String selection = databases.size() == 1 ? " --db " + databases.get(0).name() : "";
        return Optional.of("migrate plan --down --to " + tag + selection);
    }
}
