package dev.ficus.migrations.mongo;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.migrations.mongo.StepRow.Direction;
import dev.ficus.migrations.mongo.StepRow.State;
import io.mongock.driver.api.entry.ChangeState;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes one change back: the rollback of each step, the newest first, then Mongock's row ROLLED_BACK. In a transaction
 * all of that commits together. Without one each step is journaled; what failed or was cut off stays in the journal, and
 * the change is then half undone.
 */
final class UndoRunner {
    private final OpenHistory history;
    private final MongoLock lock;
    private final Progress progress;

    UndoRunner(OpenHistory history, MongoLock lock, Progress progress) {
        this.history = history;
        this.lock = lock;
        this.progress = progress;
    }

    /** @param change each of its steps has a rollback */
    void run(MongoChange change) {
        run(change, change.steps().size());
    }

    /**
     * @param from the step whose rollback is the first to run now; 0 where all ran
     */
    void run(MongoChange change, int from) {
        long start = System.nanoTime();
        boolean transaction = change.runsInTransaction(history.mongo().hasTransactions());
        StepExecutor executor = new StepExecutor(history, progress);
        if (transaction && change.stepsBeforeTransaction() == 0) {
            inTransaction(change, executor, start);
            return;
        }
        for (int number = from; number >= 1; number--) {
            boolean own = transaction && number > change.stepsBeforeTransaction();
            step(change, number, executor, own);
        }
        try {
            history.record().write(change, ChangeState.ROLLED_BACK, since(start), null);
        } catch (RuntimeException e) {
            throw history.messages().unrecorded(change, history.journal().rows(change.key()), e);
        }
        history.journal().delete(change.key());
    }

    private void inTransaction(MongoChange change, StepExecutor executor, long start) {
        int[] at = {0};
        try {
            Transactions.run(history.mongo(), session -> {
                for (at[0] = change.steps().size(); at[0] >= 1; at[0]--) {
                    lock.check();
                    executor.run(rollback(change, at[0]), session);
                }
                history.record().write(change, ChangeState.ROLLED_BACK, since(start), session);
            });
        } catch (FicusException e) {
            throw e; // the lock is lost, and the transaction rolled back
        } catch (RuntimeException e) {
            if (!history.record().isWritten(change.key(), ChangeState.ROLLED_BACK)) {
                throw history.messages().notUndone(change, place(change, Math.max(1, at[0])), e);
            }
        }
    }

    private void step(MongoChange change, int number, StepExecutor executor, boolean transaction) {
        lock.check();
        history.journal().write(row(change, number, State.STARTED, Optional.empty()));
        try {
            if (transaction) {
                Transactions.run(history.mongo(), session -> executor.run(rollback(change, number), session));
            } else {
                executor.run(rollback(change, number), null);
            }
        } catch (RuntimeException e) {
            history.journal().write(row(change, number, State.FAILED, Optional.of(MongoFailures.words(e))));
            throw history.messages()
                    .failed(
                            change,
                            "the rollback of " + place(change, number),
                            e,
                            history.journal().rows(change.key()));
        }
        history.journal().write(row(change, number, State.DONE, Optional.empty()));
    }

    private static Operation rollback(MongoChange change, int number) {
        return change.steps().get(number - 1).rollback().orElseThrow();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String place(MongoChange change, int number) {
        return "step " + number + " of " + change.steps().size();
    }

    private static StepRow row(MongoChange change, int number, State state, Optional<String> error) {
        return new StepRow(
                change.key(),
                change.file(),
                Direction.DOWN,
                number,
                change.steps().size(),
                state,
                Optional.of(rollback(change, number).hash()),
                error);
    }
}
