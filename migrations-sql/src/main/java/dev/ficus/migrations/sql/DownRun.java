package dev.ficus.migrations.sql;

import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.DownReport.UndoneChange;
import dev.ficus.core.history.Target;
import dev.ficus.core.progress.ProgressEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One run of {@code down}: under the lock, inside {@link Engines#around}, the ways back of the newest changes. */
record DownRun(RunContext context, DownOptions options) {

    /** Takes all of the changes back, the newest first; nothing runs unless each of them has a way back. */
    DownReport run(Comparison comparison) {
        long start = System.nanoTime();
        List<UndoneChange> undone =
                context.withEngines(comparison.changes(), engines -> undo(engines, due(engines, comparison)));
        return new DownReport(undone, Duration.ofNanos(System.nanoTime() - start));
    }

    private List<SqlChange> due(Engines engines, Comparison comparison) {
        Planner planner = new Planner(engines, context.dialect(), context.messages(), options.planned());
        List<SqlChange> due = planner.due(comparison);
        options.plan()
                .ifPresent(hash -> new PlanCheck(planner, options.planned(), commands()).verify(hash, comparison, due));
        return due;
    }

    private List<UndoneChange> undo(Engines engines, List<SqlChange> due) throws SQLException {
        ChangeRunner runner = new ChangeRunner(engines, context.tables(), context.dialect());
        context.tables().create(context.connection());
        List<UndoneChange> undone = new ArrayList<>();
        for (SqlChange change : due) {
            int rest = due.size() - undone.size();
            if (context.stop().requested()) {
                throw context.run().interrupted(undone.size(), due.size(), "were taken back", again(rest));
            }
            context.progress()
                    .on(new ProgressEvent.Count(
                            context.database(), undone.size(), OptionalLong.of(due.size()), "changes", change.id()));
            context.checkLock();
            undone.add(undo(runner, change, rest));
        }
        return undone;
    }

    private UndoneChange undo(ChangeRunner runner, SqlChange change, int rest) {
        long start = System.nanoTime();
        try {
            runner.undo(change);
        } catch (ChangeRunner.ChangeFailure e) {
            throw context.messages().failedBack(change, e, context.leftovers(change.key()), again(rest));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new UndoneChange(change.id(), change.key().author(), change.key().file(), took);
    }

    private String again(int rest) {
        return commands().down(options.target() instanceof Target.Steps ? new Target.Steps(rest) : options.target());
    }

    private Commands commands() {
        return context.messages().commands();
    }
}
