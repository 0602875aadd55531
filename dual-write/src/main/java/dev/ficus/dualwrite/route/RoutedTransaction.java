package dev.ficus.dualwrite.route;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction on one side, from its begin to its commit. */
record RoutedTransaction(String domain, Owner side) {
    private static final Logger LOG = LoggerFactory.getLogger(RoutedTransaction.class);
    private static final int ALIVE_SECONDS = 1;

    <T extends @Nullable Object> T run(Sides sides, SqlWork<T> work) throws SQLException, FencedOff {
        Connection connection = sides.open(side);
        try {
            connection.setAutoCommit(false);
            T value = worked(connection, work);
            commit(connection);
            return value;
        } finally {
            release(connection);
        }
    }

    private <T extends @Nullable Object> T worked(Connection connection, SqlWork<T> work)
            throws SQLException, FencedOff {
        try {
            return work.run(connection, side);
        } catch (Throwable e) {
            rollback(connection, e);
            Optional<SQLException> refusal = FencedOff.in(e);
            if (refusal.isPresent()) {
                throw new FencedOff(refusal.get());
            }
            throw e;
        }
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            boolean unknown = SqlFailures.connectionLost(e) || !connection.isValid(ALIVE_SECONDS);
            rollback(connection, e);
            if (unknown) {
                throw new FicusException(
                        ErrorCode.WRITE_OUTCOME_UNKNOWN,
                        "the connection broke while " + side.word() + " was asked to commit",
                        "domain " + domain,
                        "read the rows back before writing them again",
                        e);
            }
            throw e;
        }
    }

    /** A connection that cannot be rolled back is closed next, which ends its transaction too. */
    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** What goes wrong here changes nothing about the transaction's outcome, which the caller must learn. */
    private void release(Connection connection) {
        try (connection) {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("a connection to {} broke after its transaction of domain {}", side.word(), domain, e);
        }
    }
}
