package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The lock of one history, bound to the session of a connection of its own: the server frees it when the process dies.
 * No transaction stays open on that connection.
 */
public interface HistoryLock extends AutoCloseable {

    /** Takes the lock if it is free, without waiting. */
    boolean tryAcquire() throws SQLException;

    /**
     * True while the session of this lock still holds it.
     *
     * @param other a connection to ask with, so that the session of the lock is not touched
     */
    boolean heldBySelf(Connection other) throws SQLException;

    /** Who holds it, as far as this user may see; empty where nobody does. */
    Optional<String> holder() throws SQLException;

    /** Ends the session, and with it the lock. */
    @Override
    void close();
}
