package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.DownReport.UndoneChange;
import dev.ficus.core.history.PlanOptions;
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

/** Runs up and down: changes one after the other under the lock. */
final class Runs {
    private final OpenHistory history;
    private final Progress progress;
    private final StopSignal stop;

    Runs(OpenHistory history, Progress progress, StopSignal stop) {
        this.history = history;
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
                    "up",
                    runner::run,
                    (change, took) -> applied.add(
                            new AppliedChange(change.id(), change.key().author(), change.file(), took)));
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
                    "down",
                    runner::run,
                    (change, took) -> undone.add(
                            new UndoneChange(change.id(), change.key().author(), change.file(), took)));
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

    private void each(List<MongoChange> changes, String direction, Consumer<MongoChange> run, Report report) {
        int done = 0;
        for (MongoChange change : changes) {
            if (stop.requested()) {
                throw interrupted(done, changes.size(), direction);
            }
            OptionalLong total = OptionalLong.of(changes.size());
            progress.on(new ProgressEvent.Count(history.name(), done, total, "changes", change.id()));
            long began = System.nanoTime();
            run.accept(change);
            report.ran(change, since(began));
            done++;
        }
    }

    private FicusException interrupted(int done, int total, String direction) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "interrupted after " + done + " of " + total + " changes; each of them is recorded",
                "database " + history.name(),
                "go on with: ficus migrate " + (direction.equals("up") ? "up" : "plan --down") + " --db "
                        + history.name());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
