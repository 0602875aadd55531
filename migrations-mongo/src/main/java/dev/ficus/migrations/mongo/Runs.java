package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.DownReport.UndoneChange;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.history.UpReport.AppliedChange;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Runs up and down: changes one after the other under the lock. */
final class Runs {
    private final OpenHistory history;
    private final CommandLines commands;
    private final Progress progress;
    private final StopSignal stop;

    Runs(OpenHistory history, Progress progress, StopSignal stop) {
        this.history = history;
        this.commands = history.messages().commands();
        this.progress = progress;
        this.stop = stop;
    }

    /** Takes no lock where there is nothing to do. */
    UpReport up(UpOptions options) {
        Comparison before = history.compare();
        if (before.pending().isEmpty()) {
            Plans plans = new Plans(history, before);
            plans.check(options.plan(), options.planned(), plans.changes(options.planned()));
            return new UpReport(List.of(), Duration.ZERO);
        }
        try (MongoLock lock = history.lock(options.lockTimeout(), progress)) {
            long start = System.nanoTime();
            List<MongoChange> changes = due(options.planned(), options.plan());
            ChangeRunner runner = history.runner(lock, progress);
            List<AppliedChange> applied = new ArrayList<>();
            each(
                    changes,
                    runner::run,
                    (change, took) -> applied.add(
                            new AppliedChange(change.id(), change.key().author(), change.file(), took)),
                    done -> commands.up());
            return new UpReport(applied, since(start));
        }
    }

    DownReport down(DownOptions options) {
        try (MongoLock lock = history.lock(options.lockTimeout(), progress)) {
            long start = System.nanoTime();
            List<MongoChange> changes = due(options.planned(), options.plan());
            UndoRunner runner = new UndoRunner(history, lock, progress);
            List<UndoneChange> undone = new ArrayList<>();
            each(
                    changes,
                    runner::run,
                    (change, took) -> undone.add(
                            new UndoneChange(change.id(), change.key().author(), change.file(), took)),
                    done -> commands.down(left(options.target(), done)));
            return new DownReport(undone, since(start));
        }
    }

    /** What is told of a change that ran. */
    private interface Report {
        void ran(MongoChange change, Duration took);
    }

    private List<MongoChange> due(PlanOptions options, Optional<String> reviewed) {
        Plans plans = new Plans(history, history.compareLocked());
        List<MongoChange> changes = plans.changes(options);
        plans.check(reviewed, options, changes);
        history.record().prepare();
        return changes;
    }

    /** @param rest the command that goes on, given how many changes are done */
    private void each(List<MongoChange> changes, Consumer<MongoChange> run, Report report, IntFunction<String> rest) {
        int done = 0;
        for (MongoChange change : changes) {
            if (stop.requested()) {
                throw interrupted(done, changes.size(), rest.apply(done));
            }
            OptionalLong total = OptionalLong.of(changes.size());
            progress.on(new ProgressEvent.Count(history.name(), done, total, "changes", change.id()));
            long began = System.nanoTime();
            run.accept(change);
            report.ran(change, since(began));
            done++;
        }
    }

    private static Target left(Target target, int done) {
        return target instanceof Target.Steps steps ? new Target.Steps(steps.count() - done) : target;
    }

    private FicusException interrupted(int done, int total, String rest) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "interrupted between two changes: " + done + " of " + total
                        + " changes are done, and the record says so",
                "database " + history.name(),
                "go on with: " + rest);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
