package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UnlockReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Frees the lock of a process that has ended while the server still works for it, such as on a long ALTER TABLE. A holder
 * that lives, or may live, keeps it.
 */
record Unlock(HistoryLock lock, String database, Duration patience) {

    UnlockReport run() throws SQLException {
        Optional<LockHolder> holder = lock.holder();
        if (holder.isEmpty()) {
            return new UnlockReport(Optional.empty(), false);
        }
        if (holder.get().live()) {
            throw held(
                    holder.get(),
                    "it is freed when that run is done; if nobody knows that run, an administrator can end it");
        }
        lock.end(holder.get());
        awaitEnd(holder.get());
        return new UnlockReport(Optional.of(holder.get().report()), true);
    }

    private void awaitEnd(LockHolder dead) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lock.holder().filter(now -> now.session() == dead.session()).isPresent()) {
            if (System.nanoTime() >= deadline) {
                throw held(
                        dead,
                        "its process has ended and the server was told to end the session, which takes as long as the"
                                + " server rolls back what it was doing; look again with: ficus migrate unlock --db "
                                + database + "; the session is ended");
            }
            LockWait.pause(database, TimeUnit.MILLISECONDS, 100);
        }
    }

    private FicusException held(LockHolder holder, String fix) {
        return new FicusException(
                ErrorCode.LOCK_HELD,
                "the lock of the history is held by " + holder,
                "database " + database,
                fix + " with the SQL: " + holder.ending());
    }
}
