package dev.ficus.migrations.postgres;

import dev.ficus.core.history.RanBy;
import dev.ficus.migrations.sql.ClientProcess;
import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.LockHolder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final String OF_HISTORY = """
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint = ? AND l.objid::bigint = ?""";
    private static final String HELD = "FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid " + OF_HISTORY;

    private final Connection connection;
    private final int key;

    PostgresLock(Connection connection, String schema) {
        this.connection = connection;
        this.key = schema.hashCode();
    }

    /** What other sessions see in {@code pg_stat_activity}; what is cut off at the end does no harm. */
    static String applicationName() {
        String name = "ficus " + ClientProcess.current() + " " + RanBy.current();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        return execute("SELECT pg_try_advisory_lock(?, ?)");
    }

    @Override
    public Optional<String> heldQuery() {
        String ours = OF_HISTORY
                .replaceFirst("\\?", Integer.toUnsignedString(SPACE))
                .replaceFirst("\\?", Integer.toUnsignedString(key));
        return Optional.of("SELECT EXISTS (SELECT 1 FROM pg_locks l " + ours + " AND l.pid = pg_backend_pid())");
    }

    @Override
    public boolean isHeld() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM pg_locks l " + OF_HISTORY + " AND l.pid = pg_backend_pid()")) {
            setKey(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The name of the application, which the session has had since it was opened, tells it. */
    @Override
    public void sign() {}

    @Override
    public Optional<LockHolder> holder() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT l.pid, a.application_name, a.usename, host(a.client_addr),"
                        + " extract(epoch FROM clock_timestamp() - a.backend_start)::bigint " + HELD)) {
            setKey(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(holder(row)) : Optional.empty();
            }
        }
    }

    /** The number of a session is given again, so the name has to be that of the dead process still. */
    @Override
    public void end(LockHolder holder) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT pg_terminate_backend(l.pid) " + HELD
                + " AND l.pid = ? AND strpos(a.application_name, ?) > 0")) {
            setKey(query);
            query.setLong(3, holder.session());
            query.setString(4, String.valueOf(holder.process().orElseThrow()));
            query.execute();
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
    private static LockHolder holder(ResultSet row) throws SQLException {
        long session = row.getLong(1);
        Optional<String> application = Optional.ofNullable(row.getString(2)).filter(name -> !name.isEmpty());
        Optional<String> user = Optional.ofNullable(row.getString(3)).map(name -> "user " + name);
        long seconds = row.getLong(5);
        Optional<Duration> age = row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        String who = Stream.of(application, user).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return new LockHolder(
                session,
                Optional.of(who).filter(text -> !text.isEmpty()),
                Optional.ofNullable(row.getString(4)),
                age,
                application.flatMap(ClientProcess::in),
                "SELECT pg_terminate_backend(" + session + ")");
    }
}
