package dev.ficus.cli.command;

import dev.ficus.cli.migrate.NewResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        header = "Writes a change file from a template, named so that it runs last.",
        footer = {"  ficus migrate new add status --db primary", "  ficus migrate new \"add status\" --db primary"})
final class MigrateNewCommand extends SessionCommand {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "What the change does, in a few words.")
    private List<String> name = new ArrayList<>();

    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Override
    protected int run(Session session) {
        DatabaseSettings database = selection.one(session.settings());
        try (MigrationHistory history = selection.histories().apply(database)) {
            return session.console().finish(NewResult.of(database, history.create(String.join(" ", name))));
        }
    }
}
