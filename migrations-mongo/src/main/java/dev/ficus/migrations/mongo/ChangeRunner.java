package dev.ficus.migrations.mongo;

import com.mongodb.MongoCommandException;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.migrations.mongo.MongoChange.Step;
import dev.ficus.migrations.mongo.StepRow.Direction;
import dev.ficus.migrations.mongo.StepRow.State;
import io.mongock.driver.api.entry.ChangeState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one change and records it.
 *
 * <p>In a transaction, steps and record commit together. Without one, each step is journaled; when a step fails, the
 * rollbacks of the steps that ran are run, newest first, up to the first that has none. So what is left is always the
 * beginning of the change. It stays in the journal, so that no later run goes on over it.
 */
final class ChangeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeRunner.class);
    private static final int KEEP = -1;

    private final OpenHistory history;
    private final MongoLock lock;
    private final Progress progress;

    ChangeRunner(OpenHistory history, MongoLock lock, Progress progress) {
        this.history = history;
        this.lock = lock;
        this.progress = progress;
    }

    void run(MongoChange change) {
        int first =
                change.isUnit() && change.steps().size() > 1 && history.record().hasRunBefore(change.key()) ? 2 : 1;
        run(change, first, true);
    }

    /**
     * Goes on at a step; a failure leaves what ran.
     *
     * @param first the first step that is to run, from 1
     */
    void resume(MongoChange change, int first) {
        run(change, first, false);
    }

    private void run(MongoChange change, int first, boolean undoing) {
        Attempt attempt = new Attempt(change, new StepExecutor(history, progress), System.nanoTime(), undoing);
        if (!change.runsInTransaction(history.mongo().hasTransactions())) {
            stepByStep(attempt, first, change.steps().size());
            record(attempt);
        } else {
            stepByStep(attempt, first, change.stepsBeforeTransaction());
            inTransaction(attempt, Math.max(first, change.stepsBeforeTransaction() + 1));
        }
        history.journal().delete(change.key());
    }

    /**
     * One try to run a change.
     *
     * @param undoing whether a failure undoes what ran
     */
    private record Attempt(MongoChange change, StepExecutor executor, long start, boolean undoing) {
        Duration took() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        Step step(int number) {
            return change.steps().get(number - 1);
        }

        StepRow row(int number, State state, Optional<String> error) {
            return new StepRow(
                    change.key(),
                    change.file(),
                    Direction.UP,
                    number,
                    change.steps().size(),
                    state,
                    Optional.of(step(number).apply().hash()),
                    error);
        }

        String place(int number) {
            return "step " + number + " of " + change.steps().size();
        }
    }

    private void inTransaction(Attempt attempt, int first) {
        int[] at = {first};
        try {
            Transactions.run(history.mongo(), session -> {
                for (at[0] = first; at[0] <= attempt.change().steps().size(); at[0]++) {
                    lock.check();
                    attempt.executor().run(attempt.step(at[0]).apply(), session);
                }
                history.record().write(attempt.change(), ChangeState.EXECUTED, attempt.took(), session);
            });
        } catch (FicusException e) {
            throw e; // the lock is lost, and the transaction rolled back
        } catch (RuntimeException e) {
            if (!history.record().isWritten(attempt.change().key(), ChangeState.EXECUTED)) {
                throw undo(attempt, Math.min(at[0], attempt.change().steps().size()), first - 1, e);
            }
        }
    }

    private void stepByStep(Attempt attempt, int first, int last) {
        for (int number = first; number <= last; number++) {
            lock.check();
            history.journal().write(attempt.row(number, State.STARTED, Optional.empty()));
            try {
                attempt.executor().run(attempt.step(number).apply(), null);
            } catch (RuntimeException e) {
                throw failedAt(attempt, number, e);
            }
            history.journal().write(attempt.row(number, State.DONE, Optional.empty()));
        }
    }

    private void record(Attempt attempt) {
        MongoChange change = attempt.change();
        try {
            history.record().write(change, ChangeState.EXECUTED, attempt.took(), null);
        } catch (RuntimeException e) {
            throw history.messages().unrecorded(change, history.journal().rows(change.key()), e);
        }
    }

    private RuntimeException failedAt(Attempt attempt, int number, RuntimeException failure) {
        boolean partial = mayBePartial(attempt.step(number), failure);
        String words = MongoFailures.words(failure) + (partial ? "; some of its work may be done" : "");
        history.journal().write(attempt.row(number, State.FAILED, Optional.of(words)));
        boolean clean = !partial || cleansUp(attempt, number, failure);
        return undo(attempt, number, clean ? number - 1 : KEEP, failure);
    }

    /** A change unit's own rollback is written to be run after its execution failed; a file's is not. */
    private boolean cleansUp(Attempt attempt, int number, RuntimeException failure) {
        return attempt.undoing() && attempt.step(number).apply().isUnit() && isUndone(attempt, number, failure);
    }

    /**
     * @param ran the last step that ran and can be undone, or {@link #KEEP} where the failed step stands in the way
     */
    private RuntimeException undo(Attempt attempt, int failedStep, int ran, RuntimeException failure) {
        MongoChange change = attempt.change();
        if (attempt.undoing() && ran != KEEP) {
            int left = ran;
            while (left > 0 && isUndone(attempt, left, failure)) {
                history.journal().delete(change.key(), left--);
            }
            if (left == 0) {
                history.journal().delete(change.key());
            }
        }
        List<StepRow> rows = history.journal().rows(change.key());
        noteFailure(attempt, rows.isEmpty() ? ChangeState.ROLLED_BACK : ChangeState.FAILED, failure);
        return history.messages().failed(change, attempt.place(failedStep), failure, rows);
    }

    private boolean isUndone(Attempt attempt, int number, RuntimeException failure) {
        Optional<Operation> rollback = attempt.step(number).rollback();
        if (rollback.isEmpty()) {
            return false;
        }
        history.journal().write(attempt.row(number, State.UNDOING, Optional.empty()));
        try {
            attempt.executor().run(rollback.get(), null);
            return true;
        } catch (RuntimeException e) {
            history.journal().write(attempt.row(number, State.UNDOING, Optional.of(MongoFailures.words(e))));
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

    /** Mongock's own row of the failure; the journal and the error thrown do not depend on it. */
    private void noteFailure(Attempt attempt, ChangeState state, RuntimeException failure) {
        try {
            history.record().failed(attempt.change(), state, attempt.took(), MongoFailures.words(failure));
        } catch (RuntimeException e) {
            LOG.debug(
                    "the failure of change {} could not be noted",
                    attempt.change().id(),
                    e);
            failure.addSuppressed(e);
        }
    }
}
