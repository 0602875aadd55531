package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.StatusResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.progress.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        header = "Shows which changes ran and which are pending.",
        footer = {
            "  ficus migrate status",
            "  ficus migrate status --db primary -o json",
            "  ficus migrate status --exit-code     in CI: exit 4 unless all is up to date"
        })
final class MigrateStatusCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--exit-code",
            order = 2,
            description = "Exit with 4 if anything is pending, edited, missing or half-applied.")
    private boolean exitCode;

    @Override
    protected Ending work(Session session) {
        MigrateRun.Outcome<StatusResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> StatusResult.of(database, history.status()),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        StatusResult result = new StatusResult(outcome.reports());
        boolean failed = outcome.failure().isPresent();
        return new Ending(result, failed || !exitCode ? outcome.problems() : result.notUpToDate());
    }
}
