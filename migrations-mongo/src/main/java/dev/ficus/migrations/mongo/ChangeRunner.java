package dev.ficus.migrations.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import dev.ficus.migrations.mongo.MongoChange.Step;
import io.mongock.driver.api.entry.ChangeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one change and records it.
 *
 * <p>In a transaction, steps and record commit together. Without one, each step is journaled; when a step fails, the
 * rollbacks of the steps that ran are run, newest first, and of those alone. What could not be undone stays in the
 * journal, so that no later run goes on over it.
 */
final class ChangeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeRunner.class);
    /** MAJORITY does not allow createIndexes in a transaction (mongock #639). */
    private static final TransactionOptions OPTIONS = TransactionOptions.builder()
            .readConcern(ReadConcern.LOCAL)
            .readPreference(ReadPreference.primary())
            .writeConcern(WriteConcern.MAJORITY)
            .build();

    private final MongoSession mongo;
    private final MongockRecord record;
    private final StepJournal journal;
    private final MongoLock lock;
    private final HistoryMessages messages;

    ChangeRunner(
            MongoSession mongo, MongockRecord record, StepJournal journal, MongoLock lock, HistoryMessages messages) {
        this.mongo = mongo;
        this.record = record;
        this.journal = journal;
        this.lock = lock;
        this.messages = messages;
    }

    void run(MongoChange change) {
        long start = System.nanoTime();
        if (change.transactional()) {
            inTransaction(change, start);
        } else {
            stepByStep(change, start);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The driver may run the body again after a conflict, and retries a commit whose outcome is unknown. */
    private void inTransaction(MongoChange change, long start) {
        int[] at = {0};
        try (ClientSession session = mongo.client().startSession()) {
            StepExecutor executor = new StepExecutor(mongo, session);
            session.withTransaction(
                    () -> {
                        at[0] = 0;
                        for (Step step : change.steps()) {
                            at[0]++;
                            lock.check();
                            executor.run(step.apply());
                        }
                        record.executed(change, since(start), session);
                        return true;
                    },
                    OPTIONS);
        } catch (RuntimeException e) {
            if (record.isRecorded(change)) {
                return;
            }
            noteFailure(change, ChangeState.FAILED, start, e);
            throw messages.failed(change, place(change, at[0]), e, List.of());
        }
    }

    private void stepByStep(MongoChange change, long start) {
        StepExecutor executor = new StepExecutor(mongo, null);
        for (int number = 1; number <= change.steps().size(); number++) {
            lock.check();
            journal.write(row(change, number, StepRow.State.STARTED, Optional.empty()));
            try {
                executor.run(change.steps().get(number - 1).apply());
            } catch (RuntimeException e) {
                throw undo(change, number, e, start);
            }
            journal.write(row(change, number, StepRow.State.DONE, Optional.empty()));
        }
        try {
            record.executed(change, since(start), null);
        } catch (RuntimeException e) {
            throw messages.unrecorded(change, e);
        }
        journal.delete(change.key());
    }

    private RuntimeException undo(MongoChange change, int failedStep, RuntimeException failure, long start) {
        journal.write(row(change, failedStep, StepRow.State.FAILED, Optional.of(MongoFailures.words(failure))));
        List<Integer> left = new ArrayList<>();
        if (mayBePartial(change.steps().get(failedStep - 1), failure)) {
            left.add(failedStep);
        }
        for (int number = failedStep - 1; number >= 1; number--) {
            if (!undone(change.steps().get(number - 1), failure)) {
                left.add(number);
            } else {
                journal.delete(change.key(), number);
            }
        }
        if (left.isEmpty()) {
            journal.delete(change.key());
        }
        noteFailure(change, left.isEmpty() ? ChangeState.ROLLED_BACK : ChangeState.FAILED, start, failure);
        return messages.failed(change, place(change, failedStep), failure, rows(change));
    }

    private boolean undone(Step step, RuntimeException failure) {
        if (step.rollback().isEmpty()) {
            return false;
        }
        try {
            new StepExecutor(mongo, null).run(step.rollback().get());
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** A definition happens or not; a write of several documents can stop in the middle. */
    private static boolean mayBePartial(Step step, RuntimeException failure) {
        if (failure instanceof StepFailure write && step.apply().kind().equals("insert")) {
            return write.written() > 0
                    && step.apply().command().getArray("documents").size() > 1;
        }
        boolean answered = failure instanceof StepFailure || failure instanceof MongoCommandException;
        return !answered || (step.apply().writesDocuments() && !MongoFailures.refusedBeforeItBegan(failure));
    }

    private List<StepRow> rows(MongoChange change) {
        return journal.rows().stream()
                .filter(row -> row.key().equals(change.key()))
                .toList();
    }

    /** Mongock's own row of the failure; the journal and the error thrown do not depend on it. */
    private void noteFailure(MongoChange change, ChangeState state, long start, RuntimeException failure) {
        try {
            record.failed(change, state, since(start), MongoFailures.words(failure));
        } catch (RuntimeException e) {
            LOG.debug("the failure of change {} could not be noted", change.id(), e);
            failure.addSuppressed(e);
        }
    }

    private static String place(MongoChange change, int step) {
        return "step " + step + " of " + change.steps().size();
    }

    private static StepRow row(MongoChange change, int number, StepRow.State state, Optional<String> error) {
        return new StepRow(change.key(), change.file(), number, change.steps().size(), state, error);
    }
}
