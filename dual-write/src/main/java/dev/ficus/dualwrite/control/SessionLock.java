package dev.ficus.dualwrite.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Locks that belong to a database session, so that a process that dies holds none: {@code pg_try_advisory_lock} and
 * {@code GET_LOCK}. They are held until the connection closes.
 */
public final class SessionLock {
    private static final int NO_SUCH_THREAD = 1094;
    private static final Duration GAP = Duration.ofMillis(50);

    private SessionLock() {}

    /** Takes the lock of that name on PostgreSQL, or returns false at once. */
    public static boolean postgres(Connection connection, String name) throws SQLException {
        return granted(
                connection, "SELECT CASE WHEN pg_try_advisory_lock(hashtextextended(?, 0)) THEN 1 ELSE 0 END", name);
    }

    /** Takes the lock of that name on MySQL, or returns false at once. Names have at most 64 characters there. */
    public static boolean mysql(Connection connection, String name) throws SQLException {
        return granted(connection, "SELECT GET_LOCK(?, 0)", name);
    }

    /**
     * Takes the lock of that name on MySQL from whoever has it, by ending that session. For a lock that only the holder of a
     * lock on PostgreSQL may have: a process that lost that one, and does not know it yet, may wait in a statement of
     * MySQL, which would go through behind the back of the new holder. A session that was ended cannot. Ending a session
     * of the same user needs no right.
     *
     * @throws SQLException where the server refuses to end that session
     */
    public static boolean takeOverMysql(Connection connection, String name, Patience patience) throws SQLException {
        while (!mysql(connection, name)) {
            if (patience.over()) {
                return false;
            }
            endHolder(connection, name);
            patience.nap(GAP);
        }
        return true;
    }

    private static void endHolder(Connection connection, String name) throws SQLException {
        try (PreparedStatement holder = connection.prepareStatement("SELECT IS_USED_LOCK(?)")) {
            holder.setString(1, "ficus:" + name);
            try (ResultSet row = holder.executeQuery();
                    Statement kill = connection.createStatement()) {
                row.next();
                long id = row.getLong(1);
                if (!row.wasNull()) {
                    kill.execute("KILL " + id);
                }
            } catch (SQLException e) {
                if (e.getErrorCode() != NO_SUCH_THREAD) {
                    throw e;
                }
            }
        }
    }

    private static boolean granted(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "ficus:" + name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }
}
