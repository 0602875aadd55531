package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import liquibase.exception.LiquibaseException;

/** What a run under the lock works with. */
record RunContext(
        Connection connection,
        SqlDialect dialect,
        HistoryTables tables,
        HistoryMessages messages,
        HistoryLock lock,
        Progress progress,
        StopSignal stop) {

    String database() {
        return messages.database();
    }

    RunMessages run() {
        return messages.run();
    }

    /** A step of a run, inside {@link Engines#around}. */
    @FunctionalInterface
    interface Work<T> {
        T run(Engines engines) throws SQLException, LiquibaseException;
    }

    /** Runs with what these changes need on the connection, and leaves the connection as it was. */
    <T> T withEngines(List<SqlChange> changes, Work<T> work) {
        try {
            return work.run(Engines.open(connection, changes));
        } catch (SQLException e) {
            throw unwritable(e);
        } catch (LiquibaseException e) {
            throw LiquibaseFailures.sql(e).map(this::unwritable).orElseThrow(() -> new IllegalStateException(e));
        } finally {
            restore();
        }
    }

    /** The journal of a change that failed; what it says is unknown where the connection is gone. */
    List<StatementRow> leftovers(ChangeKey key) {
        try {
            connection.setAutoCommit(true);
            return tables.unfinished(connection).stream()
                    .filter(row -> row.key().equals(key))
                    .toList();
        } catch (SQLException e) {
            return List.of();
        }
    }

    void checkLock() throws SQLException {
        connection.setAutoCommit(true);
        if (!lock.isHeld()) {
            throw run().lockLost();
        }
    }

    private void restore() {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            progress.warning(database(), "the connection broke: " + SqlFailures.firstLine(e));
        }
    }

    private FicusException unwritable(SQLException e) {
        return SqlFailures.onStatement(
                e,
                "the tables of the history of database " + database(),
                ErrorCode.HISTORY_WRITE_FAILED,
                "check that the user may create and write them (docs/reference/histories.md lists them)");
    }
}
