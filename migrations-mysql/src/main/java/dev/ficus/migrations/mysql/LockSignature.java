package dev.ficus.migrations.mysql;

import dev.ficus.core.history.RanBy;
import dev.ficus.migrations.sql.ClientProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Which process took the lock of a history: one row in {@code ficus_lock}, written by each holder after it has the lock and
 * never removed. A lock of the server knows its session alone, and the attributes of sessions are told by
 * performance_schema, which MariaDB leaves off.
 *
 * <p>The numbers of sessions begin again when the server restarts. So a row counts only if it is younger than the server.
 */
final class LockSignature {
    private final String schema;
    private final String table;

    LockSignature(String schema) {
        this.schema = schema;
        this.table = new MysqlDialect().quote(schema) + ".ficus_lock";
    }

    /**
     * @param process empty where its system does not tell machines apart
     * @param text process, user and host, for people
     * @param age since the lock was taken
     */
    record Signed(Optional<ClientProcess> process, String text, Duration age) {}

    /** Signs for the session of this connection, which holds the lock. */
    void write(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (session bigint unsigned NOT NULL,"
                    + " holder varchar(512) NOT NULL, at datetime(6) NOT NULL)"
                    + " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " VALUES (CONNECTION_ID(), ?, UTC_TIMESTAMP(6))")) {
            statement.execute("DELETE FROM " + table);
            insert.setString(1, ClientProcess.current() + " " + RanBy.current());
            insert.executeUpdate();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** What the holder in this session wrote; empty where it has written nothing yet, or only before a restart. */
    Optional<Signed> read(Connection connection, long session) throws SQLException {
        if (!exists(connection)) {
            return Optional.empty();
        }
        long uptime = uptime(connection);
        try (PreparedStatement query = connection.prepareStatement("SELECT holder,"
                + " TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP(6)) FROM " + table + " WHERE session = ?")) {
            query.setLong(1, session);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long age = row.getLong(2);
                String text = row.getString(1);
                return age >= 0 && age < uptime
                        ? Optional.of(new Signed(ClientProcess.in(text), text, Duration.ofSeconds(age)))
                        : Optional.empty();
            }
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'ficus_lock'")) {
            query.setString(1, schema);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static long uptime(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Uptime'")) {
            return row.next() ? row.getLong(2) : 0;
        }
    }
}
