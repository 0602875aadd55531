package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A history with its connection: what every command works with.
 *
 * @param name of the database in {@code ficus.yaml}
 * @param sources the changes in files and jars
 * @param record serves one run: its rows carry one execution id
 */
record OpenHistory(
        String name,
        MongoSession mongo,
        ChangeSources sources,
        HistoryMessages messages,
        MongockRecord record,
        StepJournal journal) {

    static OpenHistory of(String name, MongoSession mongo, ChangeSources sources, HistoryMessages messages) {
        MongoDatabase database = mongo.database();
        return new OpenHistory(name, mongo, sources, messages, new MongockRecord(database), new StepJournal(database));
    }

    /** Files beside record. The journal of a run that is going on now is not a half-applied change. */
    Comparison compare() {
        List<StepRow> rows = journal.rows();
        boolean running = !rows.isEmpty() && LockHolder.isHeld(mongo.database());
        return new Comparison(sources.changes(), record.executed(), running ? List.of() : rows);
    }

    /** As {@link #compare}, for the one who holds the lock; ends what a crash left of a journal that is done with. */
    Comparison compareLocked() {
        List<StepRow> rows = journal.rows();
        Comparison comparison = new Comparison(sources.changes(), record.executed(), rows);
        rows.stream().filter(comparison::isStale).forEach(row -> journal.delete(row.key(), row.number()));
        return comparison;
    }

    MongoLock lock(Duration timeout, Progress progress) {
        return MongoLock.acquire(mongo.database(), name, timeout, progress);
    }

    /** What forbids a run up. */
    List<HistoryProblem> problems(Comparison comparison, boolean outOfOrder) {
        List<HistoryProblem> problems = new ArrayList<>(comparison.problems(messages, outOfOrder));
        problems.addAll(withoutTransactions(comparison.pending()));
        return problems;
    }

    List<HistoryProblem> withoutTransactions(List<MongoChange> changes) {
        List<MongoChange> transactional =
                changes.stream().filter(MongoChange::transactional).toList();
        return transactional.isEmpty() || mongo.hasTransactions()
                ? List.of()
                : transactional.stream().map(messages::transactionsUnsupported).toList();
    }

    ChangeRunner runner(MongoLock lock, Progress progress) {
        return new ChangeRunner(this, lock, progress);
    }

    static void refuse(List<HistoryProblem> problems) {
        if (!problems.isEmpty()) {
            throw new FicusException(
                    problems.stream().map(HistoryProblem::problem).toList(), null);
        }
    }
}
