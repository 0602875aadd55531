package dev.ficus.cli.command;

import dev.ficus.cli.migrate.UpRun;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.wiring.Histories;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        header = "Applies every pending change, database by database, and stops at the first failure.",
        footer = {
            "  ficus migrate up",
            "  ficus migrate up --db legacy --db primary",
            "  ficus migrate up --lock-timeout 10   give up after 10 s if another run holds the lock"
        })
final class MigrateUpCommand extends SessionCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            order = 2,
            description = "How long to wait for another run on the same database; 60 if not given.")
    private long lockSeconds = UpOptions.DEFAULT.lockTimeout().toSeconds();

    @Override
    protected int run(Session session) {
        List<DatabaseSettings> databases = selection.of(session.settings());
        UpRun run = new UpRun(new UpOptions(Duration.ofSeconds(lockSeconds)), session.progress());
        UpRun.Finished finished = run.over(databases, Histories::open, session.stopOnInterrupt());
        return session.console().finish(finished.result(), finished.outcome().problems());
    }
}
