package dev.ficus.cli.command;

import dev.ficus.cli.migrate.UpRun;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        header = "Applies every pending change, database by database, and stops at the first failure.",
        footer = {
            "  ficus migrate up                     everything that is pending",
            "  ficus migrate up --plan HASH         what ficus migrate plan showed, and nothing else",
            "  ficus migrate up --db primary --to V007__add_status",
            "  ficus migrate up --lock-timeout 10   give up after 10 s if another run holds the lock"
        })
final class MigrateUpCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            order = 2,
            description = "Refuse to run anything but the plan that ficus migrate plan gave this hash.")
    @Nullable
    private String plan;

    @Mixin
    private RunTarget target = new RunTarget();

    @Option(
            names = "--out-of-order",
            order = 12,
            description = "Apply changes also where their files sort before one that ran.")
    private boolean outOfOrder;

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    @Override
    protected Ending work(Session session) {
        List<DatabaseSettings> databases = selection.of(session.settings());
        if (target.given()) {
            selection.requireOne(databases, target.option() + " is about one database", target.option());
        }
        UpOptions options = new UpOptions(lockTimeout.value(), target.value(), Optional.ofNullable(plan), outOfOrder);
        UpRun.Finished finished = new UpRun(options, planCommand(), session.progress())
                .over(databases, selection.histories(), session.stopOnInterrupt());
        return new Ending(finished.result(), finished.problems());
    }

    private String planCommand() {
        return "ficus migrate plan" + selection.words() + target.words() + (outOfOrder ? " --out-of-order" : "");
    }
}
