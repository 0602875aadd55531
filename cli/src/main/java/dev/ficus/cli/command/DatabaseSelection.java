package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that restricts a command to some databases. */
final class DatabaseSelection {
    @Option(
            names = "--db",
            paramLabel = "NAME",
            order = 1,
            description = "Only this database; can be repeated. Without it: all, in the order of ficus.yaml.")
    private List<String> names = new ArrayList<>();

    List<DatabaseSettings> of(Settings settings) {
        return MigrateRun.selected(settings, names);
    }
}
