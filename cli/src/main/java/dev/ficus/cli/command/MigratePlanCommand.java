package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.PlanResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        header = "Shows the exact statements that a run would send, what they lock, and a hash to run just this.",
        footer = {
            "  ficus migrate plan                   then: ficus migrate up --plan HASH",
            "  ficus migrate plan --db primary --to V007__add_status",
            "  ficus migrate plan --down --steps 1 --db primary",
            "  ficus migrate plan --summary plan.md for a pull request"
        })
final class MigratePlanCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(names = "--down", order = 2, description = "Plan the way back; needs --to or --steps.")
    private boolean down;

    @Mixin
    private RunTarget target = new RunTarget();

    @Option(
            names = "--out-of-order",
            order = 12,
            description = "Plan changes also where their files sort before one that ran.")
    private boolean outOfOrder;

    @Override
    protected Ending work(Session session) {
        List<DatabaseSettings> databases = selection.of(session.settings());
        check(databases);
        Direction direction = down ? Direction.DOWN : Direction.UP;
        PlanOptions options = new PlanOptions(direction, target.value(), outOfOrder);
        MigrateRun.Outcome<PlanResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> PlanResult.of(database, history.plan(options)),
                        StopSignal.NEVER)
                .over(databases);
        boolean complete = outcome.failure().isEmpty();
        return new Ending(PlanResult.of(direction, outcome.reports(), complete, repeat()), outcome.problems());
    }

    private void check(List<DatabaseSettings> databases) {
        if (down && !target.given()) {
            throw selection.wrong(
                    "a run down says how far it goes", "--down", "add --to CHANGE_OR_TAG, or --steps NUMBER");
        }
        if (down && outOfOrder) {
            throw selection.wrong("a run down has no order to keep", "--out-of-order", "leave it out");
        }
        if (!down && target.given()) {
            selection.requireOne(databases, target.option() + " is about one database", target.option());
        }
    }

    private String repeat() {
        return (down ? "down" : "up") + selection.words() + target.words() + (outOfOrder ? " --out-of-order" : "");
    }
}
