package dev.ficus.migrations.sql;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The lock of one history, bound to the server session that runs the changes, and outside of its transactions. The server
 * frees it when that session ends. After a kill -9 that is when the server has noticed, so a statement of a dead process
 * that still runs in the server keeps the next run out.
 */
public interface HistoryLock extends AutoCloseable {

    /** Takes the lock if it is free, without waiting. */
    boolean tryAcquire() throws SQLException;

    /** True while this session holds it. */
    boolean isHeld() throws SQLException;

    /** {@link #isHeld} as a query of one boolean, to be sent along with other statements; empty where it is asked alone. */
    default Optional<String> heldQuery() {
        return Optional.empty();
    }

    /** Leaves behind which process has the lock, for {@link #holder} of others; the schema of the history exists. */
    void sign() throws SQLException;

    /** Who holds it, as far as this user may see; empty where nobody does. */
    Optional<LockHolder> holder() throws SQLException;

    /** Ends the session of a holder, if it is still the one that was asked about. */
    void end(LockHolder holder) throws SQLException;

    /** Frees the lock if this session holds it. */
    @Override
    void close();
}
