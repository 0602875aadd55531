package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.RanBy;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.migrations.mongo.StepRow.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.Document;

/** Brings one change back to order, under the lock. */
final class Repair {
    private final OpenHistory history;
    private final Comparison comparison;
    private final MongoLock lock;
    private final Progress progress;

    Repair(OpenHistory history, MongoLock lock, Progress progress) {
        this.history = history;
        this.comparison = history.compareLocked();
        this.lock = lock;
        this.progress = progress;
    }

    RepairReport run(RepairOptions options) {
        ChangeStatus status = status(options.change().text());
        MongoChange.ChangeKey key = new MongoChange.ChangeKey(status.id(), status.author());
        history.record().prepare();
        return switch (options.action()) {
            case RECORD_EDIT -> recordEdit(in(status, ChangeState.EDITED, options.action()), key);
            case FORGET -> forget(in(status, ChangeState.MISSING, options.action()), key);
            case RESUME -> resume(in(status, ChangeState.HALF_APPLIED, options.action()), key, options.from());
            case MARK_APPLIED -> markApplied(in(status, ChangeState.HALF_APPLIED, options.action()), key);
            case MARK_ROLLED_BACK -> markRolledBack(in(status, ChangeState.HALF_APPLIED, options.action()), key);
        };
    }

    private RepairReport recordEdit(ChangeStatus status, MongoChange.ChangeKey key) {
        RecordedChange recorded = comparison.recorded(key).orElseThrow();
        MongoChange file = comparison.change(key).orElseThrow();
        Document edit = new Document("from", recorded.checksum().orElse(null))
                .append("to", file.checksum().orElseThrow())
                .append("by", RanBy.current())
                .append("at", Date.from(Instant.now()));
        history.record().recordEdit(recorded, file, edit);
        return report(status, Action.RECORD_EDIT, Optional.of(ChangeState.APPLIED), 0);
    }

    private RepairReport forget(ChangeStatus status, MongoChange.ChangeKey key) {
        history.record().forget(comparison.recorded(key).orElseThrow());
        return report(status, Action.FORGET, Optional.empty(), 0);
    }

    private RepairReport resume(ChangeStatus status, MongoChange.ChangeKey key, OptionalInt from) {
        MongoChange change = file(status, key);
        OpenHistory.refuse(history.withoutTransactions(List.of(change)));
        List<StepRow> rows = comparison.rows(key);
        Resumption at = Resumption.of(change, rows, from, history.messages());
        at.skipped().map(StepRow::done).ifPresent(history.journal()::write);
        if (at.direction() == Direction.UP) {
            history.runner(lock, progress).resume(change, at.next());
            return report(
                    status,
                    Action.RESUME,
                    Optional.of(ChangeState.APPLIED),
                    change.steps().size() - at.next() + 1);
        }
        new UndoRunner(history, lock, progress).run(change, at.next());
        return report(status, Action.RESUME, Optional.of(ChangeState.PENDING), at.next());
    }

    private RepairReport markApplied(ChangeStatus status, MongoChange.ChangeKey key) {
        if (StepProgress.direction(comparison.rows(key)) == Direction.UP) {
            history.record()
                    .write(file(status, key), io.mongock.driver.api.entry.ChangeState.EXECUTED, Duration.ZERO, null);
        }
        history.journal().delete(key);
        return report(status, Action.MARK_APPLIED, Optional.of(ChangeState.APPLIED), 0);
    }

    private RepairReport markRolledBack(ChangeStatus status, MongoChange.ChangeKey key) {
        comparison.recorded(key).ifPresent(history.record()::forget);
        history.journal().delete(key);
        return report(status, Action.MARK_ROLLED_BACK, Optional.of(ChangeState.PENDING), 0);
    }

    private MongoChange file(ChangeStatus status, MongoChange.ChangeKey key) {
        return comparison
                .change(key)
                .orElseThrow(() -> refused(
                        status,
                        "no file has change " + status.id() + " any more",
                        "restore " + status.file() + ", then run the command again"));
    }

    private ChangeStatus status(String text) {
        List<ChangeStatus> all = comparison.status().changes();
        ChangeReference reference = new ChangeReference(text);
        List<ChangeStatus> named = all.stream()
                .filter(change -> reference.names(change.id(), change.file()))
                .toList();
        if (named.size() != 1) {
            throw Plans.unknown(
                    history.name(),
                    text,
                    named.stream().map(ChangeStatus::file).toList(),
                    all.stream().map(ChangeStatus::id).toList());
        }
        return named.get(0);
    }

    private ChangeStatus in(ChangeStatus status, ChangeState wanted, Action action) {
        if (status.state() != wanted) {
            throw refused(
                    status,
                    "change " + status.id() + " is " + words(status.state()) + ", and " + words(action)
                            + " is for changes that are " + words(wanted),
                    fix(status));
        }
        return status;
    }

    private String fix(ChangeStatus status) {
        MongoChange.ChangeKey key = new MongoChange.ChangeKey(status.id(), status.author());
        CommandLines commands = history.messages().commands();
        return switch (status.state()) {
            case EDITED -> "restore the file as it ran, or record the edit with: " + commands.repair(key);
            case MISSING ->
                "restore the file, or take the change out of the record with: " + commands.repair(key) + " --forget";
            case HALF_APPLIED -> StepProgress.waysOut(comparison.rows(key), commands.repair(key));
            case PENDING -> "it has not run; run it with: " + commands.up();
            case APPLIED -> "there is nothing to repair";
        };
    }

    private static String words(ChangeState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String words(Action action) {
        return switch (action) {
            case RECORD_EDIT -> "repair without a flag";
            case FORGET -> "--forget";
            case RESUME -> "--resume";
            case MARK_APPLIED -> "--mark-applied";
            case MARK_ROLLED_BACK -> "--mark-rolled-back";
        };
    }

    private FicusException refused(ChangeStatus status, String what, String fix) {
        return history.messages()
                .refused(
                        ErrorCode.REPAIR_REFUSED,
                        new MongoChange.ChangeKey(status.id(), status.author()),
                        status.file(),
                        what,
                        fix);
    }

    private static RepairReport report(ChangeStatus status, Action action, Optional<ChangeState> state, int steps) {
        return new RepairReport(status.id(), status.file(), action, state, steps);
    }
}
