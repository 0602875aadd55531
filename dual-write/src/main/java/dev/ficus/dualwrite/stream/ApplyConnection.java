package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.control.SessionLock;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a stream applies with: it holds the stream's lock, passes the target's fence, and keeps the
 * target's own foreign key actions and triggers from acting, because what they did on the source comes in the stream.
 *
 * @param pieceBytes about how many bytes of changes are written at once
 */
record ApplyConnection(Connection connection, Dialect dialect, TargetTables tables, long pieceBytes)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyConnection.class);

    /**
     * A batch joins at most some thousand rows with a table of any size, by its primary key. What the planner believes of
     * either must not lead it to read the whole table.
     */
    private static final String INDEXES_ONLY = "SET enable_seqscan = off; SET enable_bitmapscan = off;"
            + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off;"
            + " SET enable_memoize = off; SET jit = off; SET max_parallel_workers_per_gather = 0";

    /** Empty where another session holds the lock of this stream. */
    static Optional<ApplyConnection> open(
            Strangler strangler, String domain, Direction direction, List<Table> tables, Safeties safeties) {
        Connection connection = direction == Direction.FORWARD
                ? strangler.postgres().open()
                : strangler.mysql().openForBatches();
        Dialect dialect = direction == Direction.FORWARD ? new PostgresDialect() : new MysqlDialect();
        ApplyConnection opened = new ApplyConnection(
                connection,
                dialect,
                new TargetTables(dialect),
                strangler.settings().stream().memory() / 4);
        try {
            boolean locked = direction == Direction.FORWARD
                    ? opened.preparePostgres(domain, tables, safeties)
                    : opened.prepareMysql(domain, safeties);
            if (!locked) {
                opened.close();
                return Optional.empty();
            }
            connection.setAutoCommit(false);
            return Optional.of(opened);
        } catch (SQLException e) {
            opened.close();
            throw SqlFailures.onStatement(
                    e,
                    "domain " + domain + ", " + direction.word() + " stream",
                    ErrorCode.CONNECTION_LOST,
                    "check the server; the stream begins again at its checkpoint");
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private boolean preparePostgres(String domain, List<Table> tables, Safeties safeties) throws SQLException {
        if (safeties.lock() && !SessionLock.postgres(connection, "stream:" + domain)) {
            return false;
        }
        PostgresCatalog.check(connection, tables);
        PostgresFence.admit(connection, domain);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = 'replica'; " + INDEXES_ONLY);
        }
        return true;
    }

    private boolean prepareMysql(String domain, Safeties safeties) throws SQLException {
        if (safeties.lock() && !SessionLock.mysql(connection, "stream:" + domain)) {
            return false;
        }
        MysqlFence.admit(connection, domain);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0");
        }
        return true;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection was broken already when it was closed", e);
        }
    }
}
