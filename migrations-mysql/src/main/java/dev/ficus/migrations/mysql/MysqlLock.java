package dev.ficus.migrations.mysql;

import dev.ficus.migrations.sql.HistoryLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named lock of the server, {@code GET_LOCK}, polled without waiting. It is the server's, not the database's, so its
 * name holds the database. MySQL manual, section 14.14 "Locking Functions".
 */
final class MysqlLock implements HistoryLock {
    private static final Logger LOG = LoggerFactory.getLogger(MysqlLock.class);
    private static final int LONGEST_NAME = 64;

    private final Connection connection;
    private final String name;

    MysqlLock(Connection connection, String schema) {
        this.connection = connection;
        String full = "ficus history " + schema;
        this.name = full.length() <= LONGEST_NAME ? full : "ficus history #" + Integer.toHexString(full.hashCode());
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        return number("SELECT GET_LOCK(?, 0)").orElse(0) == 1;
    }

    @Override
    public boolean isHeld() throws SQLException {
        return number("SELECT IS_USED_LOCK(?) = CONNECTION_ID()").orElse(0) == 1;
    }

    @Override
    public Optional<String> holder() throws SQLException {
        OptionalLong session = number("SELECT IS_USED_LOCK(?)");
        return session.isPresent() ? Optional.of(describe(session.getAsLong())) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (!connection.isClosed() && isHeld()) {
                number("SELECT RELEASE_LOCK(?)");
            }
        } catch (SQLException e) {
            LOG.debug("the session of the lock is gone, and with it the lock", e);
        }
    }

    /** Sessions of other users show only with the right PROCESS. */
    private String describe(long session) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT USER, HOST, TIME FROM information_schema.PROCESSLIST WHERE ID = ?")) {
            query.setLong(1, session);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return "session " + session;
                }
                return "session " + session + ", user " + row.getString(1) + ", host " + withoutPort(row.getString(2))
                        + ", in its present statement for " + row.getLong(3) + " s";
            }
        }
    }

    private static String withoutPort(@Nullable String host) {
        return host == null ? "unknown" : host.replaceFirst(":\\d+$", "");
    }

    private OptionalLong number(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return OptionalLong.empty();
                }
                long value = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
            }
        }
    }
}
