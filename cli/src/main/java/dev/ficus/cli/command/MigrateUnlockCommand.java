package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.UnlockResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.progress.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "unlock",
        header = "Tells who holds the lock of a history, and frees it where that process has ended.",
        footer = {"  ficus migrate unlock", "  ficus migrate unlock --db content"})
final class MigrateUnlockCommand extends SessionCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Override
    protected int run(Session session) {
        MigrateRun.Outcome<UnlockResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> UnlockResult.of(database, history.unlock()),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        return session.console().finish(new UnlockResult(outcome.reports()), outcome.problems());
    }
}
