package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for the lock of a history by trying again and again, so that no statement waits inside the server. */
final class LockWait {
    private static final long POLL_MILLIS = 200;

    private LockWait() {}

    /** Returns when the lock is taken; LOCK_HELD with the holder after {@code timeout}. */
    static void acquire(HistoryLock lock, Duration timeout, String database, Progress progress) throws SQLException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean told = false;
        while (!lock.tryAcquire()) {
            String holder = lock.holder().map(LockHolder::toString).orElse("a session that ended just now");
            if (System.nanoTime() >= deadline) {
                throw held(holder, timeout, database);
            }
            if (!told) {
                progress.step(database, "waiting for the lock of the history, held by " + holder);
                told = true;
            }
            pause(database, TimeUnit.MILLISECONDS, POLL_MILLIS);
        }
    }

    private static FicusException held(String holder, Duration timeout, String database) {
        return new FicusException(
                ErrorCode.LOCK_HELD,
                "another run holds the lock of the history: " + holder,
                "database " + database,
                "waited for " + timeout.toSeconds() + " s; run the command again when the other run is done, the lock"
                        + " frees itself when that session ends; whether its process still lives is told by:"
                        + " ficus migrate unlock --db " + database);
    }

    static void pause(String database, TimeUnit unit, long time) {
        try {
            unit.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "interrupted while waiting for the lock of the history",
                    "database " + database,
                    "run the command again",
                    e);
        }
    }
}
