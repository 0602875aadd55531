package dev.ficus.cli.command;

import dev.ficus.cli.migrate.DownRun;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        header = "Takes changes back, the newest first, by the way back that each one has.",
        footer = {
            "  ficus migrate plan --down --steps 1 --db primary       look first; it prints the hash",
            "  ficus migrate down --steps 1 --db primary --plan HASH",
            "  ficus migrate down --to before-release --db primary --yes"
        })
final class MigrateDownCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            order = 2,
            description = "Refuse to run anything but the plan that ficus migrate plan --down gave this hash.")
    @Nullable
    private String plan;

    @Mixin
    private RunTarget target = new RunTarget();

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    @Override
    protected Ending work(Session session) {
        List<DatabaseSettings> databases = selection.of(session.settings());
        check(databases, session.yes());
        DownOptions options = new DownOptions(lockTimeout.value(), target.value(), Optional.ofNullable(plan));
        DownRun.Finished finished = new DownRun(options, planCommand(), session.progress())
                .over(databases, selection.histories(), session.stopOnInterrupt());
        return new Ending(finished.result(), finished.problems());
    }

    private void check(List<DatabaseSettings> databases, boolean yes) {
        if (!target.given()) {
            throw selection.wrong(
                    "a run down says how far it goes",
                    "ficus migrate down",
                    "add --to CHANGE_OR_TAG, or --steps NUMBER");
        }
        if (plan == null) {
            selection.requireOne(databases, "without --plan a run down is about one database", "--db");
        }
        if (plan == null && !yes) {
            throw selection.wrong(
                    "a run down can destroy data",
                    "ficus migrate down",
                    "look at it first: " + planCommand() + "; or add --yes");
        }
    }

    private String planCommand() {
        return "ficus migrate plan --down" + selection.words() + target.words();
    }
}
