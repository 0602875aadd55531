package dev.ficus.migrations.mongo;

import dev.ficus.core.drift.Snapshot;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.mongo.drift.MongoCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One report on drift: the catalog of the database, beside that of a scratch database on which the changes that are
 * recorded have run in the order of the record. The database itself is read and never written.
 */
record DriftRun(OpenHistory history, DatabaseSettings database, Progress progress, StopSignal stop) {

    /** Compares with what the changes build on a database beside the real one, or on {@code given}. */
    DriftReport run(Optional<DatabaseSettings> given) {
        List<MongoChange> changes = trusted();
        Snapshot actual = MongoCatalog.read(history.mongo().database());
        checkNobodyRuns();
        if (!recorded().equals(changes)) {
            throw busy("another run changed the database while it was read");
        }
        Replay replay = new Replay(
                history,
                changes,
                given.filter(scratch -> !scratch.isOnServerOf(database)).isEmpty(),
                progress,
                stop);
        if (given.isPresent()) {
            try (MongoSession scratch = MongoSession.open(given.get())) {
                checkEmpty(scratch, given.get());
                try (MongoLock lock = MongoLock.acquire(scratch.database(), database.name(), Duration.ZERO, progress)) {
                    return compare(replay, scratch, lock, given.get().safeUrl(), actual);
                }
            }
        }
        try (ScratchDatabase scratch = ScratchDatabase.beside(history, database, progress)) {
            String where = scratch.name() + " on the server of " + database.name();
            return compare(replay, scratch.session(), scratch.lock(), where, actual);
        }
    }

    private static DriftReport compare(
            Replay replay, MongoSession scratch, MongoLock lock, String where, Snapshot actual) {
        replay.run(scratch, lock);
        Snapshot expected = MongoCatalog.read(scratch.database());
        return new DriftReport(where, replay.changes().size(), expected.size(), expected.differences(actual));
    }

    /** A replay of files that are not what ran would show what the files changed, and not what the database did. */
    private List<MongoChange> trusted() {
        checkNobodyRuns();
        List<Problem> problems = history.compare().problems(history.messages(), true).stream()
                .map(HistoryProblem::problem)
                .filter(problem -> problem.code() != ErrorCode.CHANGE_OUT_OF_ORDER)
                .toList();
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
        List<MongoChange> changes = recorded();
        tellOfUnitsThatAreNotHere(changes);
        return changes;
    }

    private List<MongoChange> recorded() {
        Map<MongoChange.ChangeKey, MongoChange> known = new HashMap<>();
        history.sources().changes().forEach(change -> known.put(change.key(), change));
        return history.record().executed().stream()
                .map(RecordedChange::key)
                .filter(known::containsKey)
                .map(known::get)
                .toList();
    }

    /** A unit that an application ran by itself has no file, and none is missed. */
    private void tellOfUnitsThatAreNotHere(List<MongoChange> changes) {
        Set<MongoChange.ChangeKey> here = changes.stream().map(MongoChange::key).collect(Collectors.toSet());
        history.record().executed().stream()
                .filter(change -> !here.contains(change.key()))
                .forEach(change -> progress.warning(
                        database.name(),
                        "change " + change.key().id()
                                + " was run by Mongock and is not replayed: what it made counts as"
                                + " unexpected unless its jar is given with --classpath"));
    }

    private void checkNobodyRuns() {
        LockHolder.of(LockHolder.repository(history.mongo().database()))
                .filter(LockHolder::isLive)
                .ifPresent(holder -> {
                    throw busy("another run is going on: " + holder.words());
                });
    }

    private FicusException busy(String what) {
        return new FicusException(
                ErrorCode.LOCK_HELD,
                what,
                "the history of database " + database.name(),
                "when it has ended, run again: ficus migrate drift --db " + database.name());
    }

    private static void checkEmpty(MongoSession scratch, DatabaseSettings settings) {
        MongoCatalog.read(scratch.database()).objects().stream().findFirst().ifPresent(object -> {
            throw new FicusException(
                    ErrorCode.TABLE_NOT_EMPTY,
                    "the scratch database is not empty: it has " + object.key().type() + " "
                            + object.key().name(),
                    settings.toString(),
                    "give it an empty database");
        });
    }
}
