package dev.ficus.migrations.mysql;

import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.LockHolder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** ER_NO_SUCH_THREAD. */
    private static final int NO_SUCH_SESSION = 1094;

    private final Connection connection;
    private final LockSignature signature;
    private final String name;

    MysqlLock(Connection connection, String schema) {
        this.connection = connection;
        this.signature = new LockSignature(schema);
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
    public void sign() throws SQLException {
        signature.write(connection);
    }

    @Override
    public Optional<LockHolder> holder() throws SQLException {
        OptionalLong session = number("SELECT IS_USED_LOCK(?)");
        return session.isPresent() ? Optional.of(holder(session.getAsLong())) : Optional.empty();
    }

    /** The numbers of sessions are not given again before the server restarts. */
    @Override
    public void end(LockHolder holder) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(holder.ending());
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_SESSION) {
                throw e;
            }
        }
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
    private LockHolder holder(long session) throws SQLException {
        Optional<LockSignature.Signed> signed = signature.read(connection, session);
        try (PreparedStatement query =
                connection.prepareStatement("SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = ?")) {
            query.setLong(1, session);
            try (ResultSet row = query.executeQuery()) {
                boolean seen = row.next();
                Optional<String> user = seen ? Optional.of("user " + row.getString(1)) : Optional.empty();
                Optional<String> process = signed.map(LockSignature.Signed::text);
                String who = Stream.of(process, user).flatMap(Optional::stream).collect(Collectors.joining(", "));
                return new LockHolder(
                        session,
                        Optional.of(who).filter(text -> !text.isEmpty()),
                        seen ? Optional.of(withoutPort(row.getString(2))) : Optional.empty(),
                        signed.map(LockSignature.Signed::age),
                        signed.flatMap(LockSignature.Signed::process),
                        "KILL " + session);
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
