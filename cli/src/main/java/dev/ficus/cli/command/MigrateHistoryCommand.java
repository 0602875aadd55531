package dev.ficus.cli.command;

import dev.ficus.cli.migrate.HistoryResult;
import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.session.Session;
import dev.ficus.core.progress.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "history",
        header = "Shows what ran, when, how long it took and who ran it.",
        footer = {"  ficus migrate history", "  ficus migrate history --db primary -o json"})
final class MigrateHistoryCommand extends SessionCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Override
    protected int run(Session session) {
        MigrateRun.Outcome<HistoryResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> HistoryResult.of(database, history.history()),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        return session.console().finish(new HistoryResult(outcome.reports()), outcome.problems());
    }
}
