package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.migrations.mongo.MongoChange.Step;
import dev.ficus.migrations.mongo.MongoChange.Transaction;
import dev.ficus.migrations.mongo.drift.MongoReach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs changes on a scratch database as {@code up} ran them on the real one, in the order that is given.
 *
 * @param real the history that they belong to
 * @param beside true where the scratch database is on the server of the real one
 * @param stop takes effect between two changes
 */
record Replay(OpenHistory real, List<MongoChange> changes, boolean beside, Progress progress, StopSignal stop) {

    /**
     * @throws FicusException CHANGE_FAILED with the change that does not run, or that writes into another database;
     *     INTERRUPTED
     */
    void run(MongoSession session, MongoLock lock) {
        List<MongoChange> inside = changes.stream().map(this::inside).toList();
        OpenHistory scratch = OpenHistory.of(real.name(), session, real.sources(), real.messages());
        scratch.record().prepare();
        ChangeRunner runner = scratch.runner(lock, progress);
        int done = 0;
        for (MongoChange change : inside) {
            OptionalLong total = OptionalLong.of(inside.size());
            progress.on(new ProgressEvent.Count(real.name(), done++, total, "changes", "replaying " + change.id()));
            if (stop.requested()) {
                throw interrupted();
            }
            run(runner, change);
        }
    }

    private void run(ChangeRunner runner, MongoChange change) {
        try {
            runner.run(change);
        } catch (FicusException e) {
            throw failed(change, e.problem().what(), e);
        }
    }

    /**
     * The change without what reaches beyond its database. It may run without a transaction, which a server of the sandbox
     * may not have.
     */
    private MongoChange inside(MongoChange change) {
        List<Step> steps = new ArrayList<>();
        for (Step step : change.steps()) {
            Optional<String> target = MongoReach.writesInto(step.apply().command());
            if (beside && target.isPresent()) {
                throw failed(
                        change, "it writes into database " + target.get() + ", which a replay may not touch", null);
            }
            Optional<String> leftOut = MongoReach.leftOut(step.apply().command());
            if (leftOut.isPresent()) {
                progress.warning(
                        real.name(), "a statement that reaches beyond the database was not replayed: " + leftOut.get());
            } else {
                steps.add(step);
            }
        }
        Transaction transaction =
                change.transaction() == Transaction.REQUIRED ? Transaction.IF_SUPPORTED : change.transaction();
        return new MongoChange(change.key(), change.file(), change.order(), transaction, change.checksum(), steps);
    }

    private FicusException failed(MongoChange change, String what, @Nullable Throwable cause) {
        return new FicusException(
                ErrorCode.CHANGE_FAILED,
                "the history does not replay on an empty database: " + what,
                real.messages().where(change.file()) + " on the scratch database",
                "let a change make what is taken for granted (a collection made by hand), or where it leaves its database,"
                        + " run: ficus migrate drift --db " + real.name() + " --scratch sandbox",
                cause);
    }

    private FicusException interrupted() {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "stopped before the replay was done; the scratch database is dropped",
                "database " + real.name(),
                "run again: ficus migrate drift --db " + real.name());
    }
}
