package dev.ficus.dualwrite.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Locks that belong to a database session, so that a process that dies holds none: {@code pg_try_advisory_lock} and
 * {@code GET_LOCK}. They are held until the connection closes.
 */
public final class SessionLock {
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

    private static boolean granted(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "ficus:" + name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }
}
