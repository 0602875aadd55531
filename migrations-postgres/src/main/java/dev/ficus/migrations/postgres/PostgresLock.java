package dev.ficus.migrations.postgres;

import dev.ficus.core.history.RanBy;
import dev.ficus.migrations.sql.HistoryLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session advisory lock, polled with {@code pg_try_advisory_lock}: waiting inside {@code pg_advisory_lock} would hold
 * a snapshot that CREATE INDEX CONCURRENTLY of the holder waits for (flyway #1654).
 * PostgreSQL manual, section 13.3.5 "Advisory Locks".
 */
final class PostgresLock implements HistoryLock {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLock.class);
    /** The first half of the key of every history lock: "FICU" in ASCII. */
    private static final int SPACE = 0x46494355;

    private static final int LONGEST_NAME = 63;
    private static final String HELD = """
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint = ? AND l.objid::bigint = ?""";

    private final Connection connection;
    private final int key;

    PostgresLock(Connection connection, String schema) {
        this.connection = connection;
        this.key = schema.hashCode();
    }

    /** What other sessions see in {@code pg_stat_activity}. */
    static String applicationName() {
        String name =
                "ficus " + RanBy.current() + " pid " + ProcessHandle.current().pid();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        return execute("SELECT pg_try_advisory_lock(?, ?)");
    }

    @Override
    public boolean isHeld() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 " + HELD + " AND l.pid = pg_backend_pid()")) {
            setKey(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public Optional<String> holder() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT a.application_name, a.usename, host(a.client_addr), a.backend_start::timestamptz(0), l.pid "
                        + HELD)) {
            setKey(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(describe(row)) : Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        try {
            if (!connection.isClosed() && isHeld()) {
                execute("SELECT pg_advisory_unlock(?, ?)");
            }
        } catch (SQLException e) {
            LOG.debug("the session of the lock is gone, and with it the lock", e);
        }
    }

    private boolean execute(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, SPACE);
            query.setInt(2, key);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The catalog shows both halves of the key unsigned. */
    private void setKey(PreparedStatement query) throws SQLException {
        query.setLong(1, Integer.toUnsignedLong(SPACE));
        query.setLong(2, Integer.toUnsignedLong(key));
    }

    /** Columns of sessions of other users are NULL without the right pg_read_all_stats. */
    private static String describe(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder("session " + row.getInt(5));
        append(text, " (", row.getString(1), ")");
        append(text, ", user ", row.getString(2), "");
        append(text, ", host ", row.getString(3), "");
        append(text, ", connected since ", row.getString(4), "");
        return text.toString();
    }

    private static void append(StringBuilder text, String before, @Nullable String value, String after) {
        if (value != null && !value.isEmpty()) {
            text.append(before).append(value).append(after);
        }
    }
}
