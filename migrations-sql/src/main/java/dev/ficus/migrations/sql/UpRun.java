package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.history.UpReport.AppliedChange;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import liquibase.exception.LiquibaseException;

/** One run of {@code up}: under the lock, inside a {@link LiquibaseScope}, all changes that are due. */
record UpRun(
        Connection connection,
        HistoryTables tables,
        HistoryMessages messages,
        HistoryLock lock,
        Progress progress,
        String database,
        boolean transactionalDdl) {

    /** Applies what is due, or fails: there is no third way in which a change is left out unseen. */
    UpReport run(Comparison comparison) {
        long start = System.nanoTime();
        List<SqlChange> due = comparison.pending();
        List<AppliedChange> applied = new ArrayList<>();
        try {
            ChangeRunner runner = new ChangeRunner(connection, tables, transactionalDdl);
            runner.prepare();
            for (SqlChange change : due) {
                progress.on(new ProgressEvent.Count(
                        database, applied.size(), OptionalLong.of(due.size()), "changes", change.id()));
                checkLock();
                apply(runner, change, comparison.ranBefore(change), applied);
            }
        } catch (SQLException e) {
            throw unwritable(e);
        } catch (LiquibaseException e) {
            throw LiquibaseFailures.sql(e).map(this::unwritable).orElseThrow(() -> new IllegalStateException(e));
        } finally {
            restore();
        }
        return new UpReport(applied, Duration.ofNanos(System.nanoTime() - start));
    }

    private void apply(ChangeRunner runner, SqlChange change, boolean ranBefore, List<AppliedChange> applied)
            throws SQLException {
        long start = System.nanoTime();
        try {
            if (runner.run(change, ranBefore)) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                applied.add(new AppliedChange(
                        change.id(), change.key().author(), change.key().file(), took));
            } else {
                progress.warning(
                        database, "change " + change.id() + " was left out, as its precondition or failOnError says");
            }
        } catch (ChangeRunner.ChangeFailure e) {
            throw messages.failed(change, e, leftovers(change));
        }
    }

    /** The journal of a change that failed; what it says is unknown where the connection is gone. */
    private List<StatementRow> leftovers(SqlChange change) {
        try {
            connection.setAutoCommit(true);
            return tables.unfinished(connection).stream()
                    .filter(row -> row.key().equals(change.key()))
                    .toList();
        } catch (SQLException e) {
            return List.of();
        }
    }

    private void checkLock() throws SQLException {
        connection.setAutoCommit(true);
        if (!lock.isHeld()) {
            throw new FicusException(
                    ErrorCode.CONNECTION_LOST,
                    "the session of this run no longer holds the lock of the history",
                    "database " + database,
                    "take statements that free all locks out of the changes, connect without a transaction pooler, then run the"
                            + " command again: it goes on with the first change that is not recorded");
        }
    }

    private void restore() {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            progress.warning(database, "the connection broke: " + SqlFailures.firstLine(e));
        }
    }

    private FicusException unwritable(SQLException e) {
        return SqlFailures.onStatement(
                e,
                "the tables of the history of database " + database,
                ErrorCode.HISTORY_WRITE_FAILED,
                "check that the user may create and write them (docs/reference/histories.md lists them)");
    }
}
