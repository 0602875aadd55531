package dev.ficus.migrations.sql;

import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.history.UpReport.AppliedChange;
import dev.ficus.core.progress.ProgressEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import liquibase.exception.LiquibaseException;

/** One run of {@code up}: under the lock, inside {@link Engines#around}, the changes that are due. */
record UpRun(RunContext context, UpOptions options) {

    /** Applies what is due, or fails: there is no third way in which a change is left out unseen. */
    UpReport run(Comparison comparison) {
        long start = System.nanoTime();
        List<AppliedChange> applied = context.withEngines(
                comparison.changes(), engines -> apply(engines, comparison, due(engines, comparison)));
        return new UpReport(applied, Duration.ofNanos(System.nanoTime() - start));
    }

    private List<SqlChange> due(Engines engines, Comparison comparison) {
        Planner planner = new Planner(engines, context.dialect(), context.messages(), options.planned());
        List<SqlChange> due = planner.due(comparison);
        options.plan()
                .ifPresent(hash -> new PlanCheck(planner, options.planned(), commands()).verify(hash, comparison, due));
        return due;
    }

    private List<AppliedChange> apply(Engines engines, Comparison comparison, List<SqlChange> due)
            throws SQLException, LiquibaseException {
        List<AppliedChange> applied = new ArrayList<>();
        if (due.isEmpty()) {
            return applied;
        }
        ChangeRunner runner =
                new ChangeRunner(engines, context.tables(), context.dialect(), Optional.of(context.lock()));
        context.tables().create(context.connection());
        for (int i = 0; i < due.size(); i++) {
            SqlChange change = due.get(i);
            if (context.stop().requested()) {
                throw context.run().interrupted(i, due.size(), "ran", again(due.size() - i));
            }
            context.progress()
                    .on(new ProgressEvent.Count(
                            context.database(), applied.size(), OptionalLong.of(due.size()), "changes", change.id()));
            if (!runner.lockSeen()) {
                context.checkLock();
            }
            apply(runner, change, comparison.ranBefore(change), applied);
        }
        return applied;
    }

    private void apply(ChangeRunner runner, SqlChange change, boolean ranBefore, List<AppliedChange> applied) {
        long start = System.nanoTime();
        try {
            if (runner.run(change, ranBefore)) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                applied.add(new AppliedChange(
                        change.id(), change.key().author(), change.key().file(), took));
            } else {
                context.progress()
                        .warning(
                                context.database(),
                                "change " + change.id() + " was left out, as its precondition or failOnError says");
            }
        } catch (ChangeRunner.ChangeFailure e) {
            throw context.messages().failed(change, e, context.leftovers(change.key()));
        }
    }

    private String again(int rest) {
        Target target = options.target() instanceof Target.Steps ? new Target.Steps(rest) : options.target();
        return commands().up(target, options.outOfOrder());
    }

    private Commands commands() {
        return context.messages().commands();
    }
}
