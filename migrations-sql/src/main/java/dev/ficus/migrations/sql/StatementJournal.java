package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.jdbc.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what of ONE change has run, for changes that a rollback does not undo.
 *
 * <p>The journal is written on the connection of the change itself, so it commits and rolls back with the statements
 * that it tells about: where MySQL commits implicitly before a DDL statement, the row STARTED commits too; where a
 * failure rolls DML back, its rows DONE go with it. A savepoint that is gone after a statement shows that the
 * statement committed. After a crash the rows that are left tell exactly what ran, save that a last row STARTED means
 * that its statement may have run. Source: MySQL manual 15.3.3 "Statements That Cause an Implicit Commit".
 *
 * <p>Changes to tables of engines without transactions (MyISAM) are not rolled back by the server and not seen here.
 */
final class StatementJournal implements StatementLog {
    private static final Logger LOG = LoggerFactory.getLogger(StatementJournal.class);
    private static final String SAVEPOINT = "ficus_statement";
    private static final int LONGEST_ERROR = 500;

    /** What may have had an effect although it failed: routines, and DROP of several objects (MariaDB, "Atomic DDL"). */
    private static final Pattern PARTIAL = Pattern.compile("(?is)(CALL|DO|EXECUTE)\\b.*|DROP\\b.*,.*");

    /** A build that fails leaves an invalid index (PostgreSQL manual, CREATE INDEX). */
    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bCONCURRENTLY\\b");

    private final Connection connection;
    private final HistoryTables tables;
    private final ChangeKey key;
    private final Direction direction;
    private final int total;
    private final OptionalInt from;
    private int number;

    /**
     * @param from the statement at which a half-applied change goes on: those before it ran and are passed over
     */
    StatementJournal(
            Connection connection,
            HistoryTables tables,
            ChangeKey key,
            Direction direction,
            int total,
            OptionalInt from) {
        this.connection = connection;
        this.tables = tables;
        this.key = key;
        this.direction = direction;
        this.total = total;
        this.from = from;
    }

    @Override
    public void run(String text, Work work) throws Exception {
        number++;
        if (number < from.orElse(1)) {
            return;
        }
        write(StatementRow.State.STARTED, Optional.empty(), text);
        savepoint();
        try {
            work.run();
        } catch (Exception e) {
            failed(text, e);
            throw e;
        }
        boolean committed = !savepointThere();
        write(StatementRow.State.DONE, Optional.empty(), text);
        if (committed) {
            commit();
        }
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int total() {
        return total;
    }

    private void failed(String text, Exception failure) {
        try {
            boolean committed = !savepointThere();
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            if (from.isPresent() || tables.anyDone(connection, key) || (committed && mayBePartial(text, failure))) {
                write(StatementRow.State.FAILED, error(failure), text);
            } else {
                tables.delete(connection, "ficus_statement", key);
            }
            commit();
        } catch (SQLException e) {
            LOG.debug("the connection broke: the journal keeps the row STARTED", e);
            failure.addSuppressed(e);
        }
    }

    private static boolean mayBePartial(String text, Exception failure) {
        String bare = text.replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("(?m)--.*$", " ")
                .strip();
        return PARTIAL.matcher(bare).matches() || (CONCURRENTLY.matcher(bare).find() && !refusedAtOnce(failure));
    }

    /** Syntax errors, unknown names (class 42) and a wrong place (class 25) are found before a build begins. */
    private static boolean refusedAtOnce(Exception failure) {
        return LiquibaseFailures.sql(failure)
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith("42") || state.startsWith("25"))
                .isPresent();
    }

    private static Optional<String> error(Exception failure) {
        String words = LiquibaseFailures.sql(failure)
                .map(SqlFailures::firstLine)
                .orElseGet(() -> LiquibaseFailures.words(failure));
        return Optional.of(words.substring(0, Math.min(words.length(), LONGEST_ERROR)));
    }

    private void write(StatementRow.State state, Optional<String> error, String text) throws SQLException {
        tables.journal(connection, new StatementRow(key, direction, number, total, text, state, error));
    }

    private void commit() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private void savepoint() throws SQLException {
        if (!connection.getAutoCommit()) {
            execute("SAVEPOINT " + SAVEPOINT);
        }
    }

    /** With autocommit every statement commits, so there never is one. */
    private boolean savepointThere() throws SQLException {
        if (connection.getAutoCommit()) {
            return false;
        }
        try {
            execute("RELEASE SAVEPOINT " + SAVEPOINT);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == 1305) {
                return false;
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
