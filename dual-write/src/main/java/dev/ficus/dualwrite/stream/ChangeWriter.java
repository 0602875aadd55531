package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes row changes into the target, in the order given. Neighbours that need the same statement go out as one JDBC
 * batch.
 *
 * <p>Strict: every change hits exactly one row, else STREAM_DIVERGED. Lenient, for the replay over a fresh copy: an
 * insert or an update leaves the row as the source had it, whether it was there or not; a delete may find nothing.
 */
final class ChangeWriter implements AutoCloseable {
    private static final int BATCH = 500;

    private final Connection connection;
    private final Dialect dialect;
    private final List<RowChange> waiting = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private String sql = "";
    private boolean strict;

    ChangeWriter(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    void write(RowChange change, boolean asStrict) throws SQLException {
        try {
            writeKind(change, asStrict);
        } catch (UnconvertibleValue e) {
            throw new FicusException(
                    ErrorCode.VALUE_NOT_CONVERTIBLE,
                    "the row with key " + change.key().texts() + " cannot go back to MySQL: " + e.reason(),
                    "table " + change.table().name(),
                    "the change stays in the stream, and with it the way back is closed (docs/limitations.md); keep the CHECKs"
                            + " that schema convert writes, which refuse such values where they are written",
                    e);
        }
    }

    private void writeKind(RowChange change, boolean asStrict) throws SQLException {
        if (change instanceof RowChange.Insert insert) {
            insert(insert, insert.after(), asStrict);
        } else if (change instanceof RowChange.Update update) {
            update(update, asStrict);
        } else if (change instanceof RowChange.Delete delete) {
            delete(delete, asStrict);
        }
    }

    /** Sends what still waits. */
    void flush() throws SQLException {
        if (statement == null || waiting.isEmpty()) {
            return;
        }
        try {
            check(statement.executeBatch());
        } catch (BatchUpdateException e) {
            throw refused(e);
        } finally {
            waiting.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }

    private void insert(RowChange change, Row row, boolean asStrict) throws SQLException {
        Table table = change.table();
        PreparedStatement target =
                prepare(dialect.insert(table) + (asStrict ? "" : dialect.overwrite(table)), asStrict);
        int parameter = 0;
        for (int i = 0; i < row.size(); i++) {
            if (dialect.writes(table.columns().get(i))) {
                dialect.bind(target, ++parameter, table.columns().get(i), row.value(i));
            }
        }
        add(target, change);
    }

    private void update(RowChange.Update change, boolean asStrict) throws SQLException {
        if (!asStrict) {
            if (change.movesKey()) {
                delete(new RowChange.Delete(change.table(), change.key()), false);
            }
            insert(change, change.after(), false);
            return;
        }
        List<Column> columns = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < change.after().size(); i++) {
            Column column = change.table().columns().get(i);
            if (change.after().sent(i) && dialect.writes(column)) {
                columns.add(column);
                values.add(change.after().value(i));
            }
        }
        PreparedStatement target = prepare(dialect.update(change.table(), columns), true);
        for (int i = 0; i < columns.size(); i++) {
            dialect.bind(target, i + 1, columns.get(i), values.get(i));
        }
        bindKey(target, columns.size() + 1, change.table(), change.key());
        add(target, change);
    }

    private void delete(RowChange.Delete change, boolean asStrict) throws SQLException {
        PreparedStatement target = prepare(dialect.delete(change.table()), asStrict);
        bindKey(target, 1, change.table(), change.key());
        add(target, change);
    }

    private void bindKey(PreparedStatement target, int first, Table table, Row key) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            dialect.bind(target, first + i, table.key().get(i), key.value(i));
        }
    }

    private PreparedStatement prepare(String wanted, boolean asStrict) throws SQLException {
        if (statement != null && sql.equals(wanted) && strict == asStrict) {
            return statement;
        }
        flush();
        close();
        PreparedStatement prepared = connection.prepareStatement(wanted);
        statement = prepared;
        sql = wanted;
        strict = asStrict;
        return prepared;
    }

    private void add(PreparedStatement target, RowChange change) throws SQLException {
        target.addBatch();
        waiting.add(change);
        if (waiting.size() >= BATCH) {
            flush();
        }
    }

    private void check(int[] counts) {
        if (!strict) {
            return;
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 1) {
                throw diverged(waiting.get(i), "it hit " + counts[i] + " rows instead of one", null);
            }
        }
    }

    private SQLException refused(BatchUpdateException e) {
        int failed = e.getUpdateCounts().length;
        for (int i = 0; i < e.getUpdateCounts().length; i++) {
            if (e.getUpdateCounts()[i] == Statement.EXECUTE_FAILED) {
                failed = i;
                break;
            }
        }
        SQLException cause = e.getNextException() != null ? e.getNextException() : e;
        if (strict && uniqueViolation(e) && failed < waiting.size()) {
            throw diverged(waiting.get(failed), "the target already has a row with such a key", cause);
        }
        return cause;
    }

    private static boolean uniqueViolation(SQLException e) {
        return "23505".equals(e.getSQLState()) || e.getErrorCode() == 1062;
    }

    private static FicusException diverged(RowChange change, String why, @Nullable Throwable cause) {
        String verb = change.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        return new FicusException(
                ErrorCode.STREAM_DIVERGED,
                "the two sides have diverged: the " + verb + " of key "
                        + change.key().texts() + " cannot be applied, because " + why,
                "table " + change.table().name(),
                "find what differs with: ficus verify DOMAIN; somebody wrote to the copy, or a table was not"
                        + " logged; a domain on MySQL can be copied anew: ficus cutover rollback DOMAIN --to legacy,"
                        + " then ficus backfill DOMAIN --restart --yes",
                cause);
    }
}
