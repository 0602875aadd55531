package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes row changes into the target one by one, in the order given. Neighbours that need the same statement go out as
 * one JDBC batch. Lives as long as its connection, and keeps its statements prepared. Used by one thread.
 *
 * <p>Strict: every change hits exactly one row, else STREAM_DIVERGED. Where a whole batch is refused, the change that the
 * message names may be a neighbour of the culprit; with batches of one it is the culprit. Lenient, for the replay over a
 * fresh copy: an insert or an update leaves the row as the source had it, whether it was there or not; a delete may find
 * nothing.
 */
final class ChangeWriter implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int PREPARED = 100;

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final List<RowChange> waiting = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private String sql = "";
    private Hits hits = Hits.ANY;

    /** How many rows of the target a statement must hit. */
    private enum Hits {
        ONE,
        NONE,
        ANY
    }

    ChangeWriter(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    void write(TargetTable table, RowChange change, boolean strict) throws SQLException {
        try {
            if (change instanceof RowChange.Insert insert) {
                insert(table, change, insert.after(), strict);
            } else if (change instanceof RowChange.Update update) {
                update(table, update, strict);
            } else {
                delete(table, change, strict ? Hits.ONE : Hits.ANY);
            }
        } catch (UnconvertibleValue e) {
            throw unconvertible(change, e);
        }
    }

    /** Writes nothing, and is divergence where the target has a row of that key. */
    void absent(TargetTable table, RowChange.Delete change) throws SQLException {
        delete(table, change, Hits.NONE);
    }

    /**
     * Leaves the row as the source has it now, whatever stands there; an update that did not send all columns changes
     * nothing.
     *
     * @throws FicusException STREAM_DIVERGED where a row of another key stands in the way
     */
    void replace(TargetTable table, RowChange change) throws SQLException {
        boolean leavesRow = !(change instanceof RowChange.Delete);
        if (change instanceof RowChange.Update update && !update.after().whole()) {
            return;
        }
        delete(table, change, Hits.ANY);
        if (leavesRow) {
            Row after =
                    change instanceof RowChange.Insert insert ? insert.after() : ((RowChange.Update) change).after();
            delete(table, new RowChange.Delete(change.table(), table.key(after)), Hits.ANY);
            insert(table, change, after, true);
        }
        flush();
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
            forget();
        }
    }

    /** Forgets what waits, after a failure. */
    void forget() throws SQLException {
        waiting.clear();
        if (statement != null) {
            statement.clearBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement open : prepared.values()) {
            open.close();
        }
        prepared.clear();
        statement = null;
    }

    private void insert(TargetTable table, RowChange change, Row row, boolean strict) throws SQLException {
        PreparedStatement target = prepare(strict ? table.insert() : table.overwrite(), strict ? Hits.ONE : Hits.ANY);
        bind(target, table, table.written(), row);
        add(target, change);
    }

    private void update(TargetTable table, RowChange.Update change, boolean strict) throws SQLException {
        boolean moves = table.movesKey(change);
        if (!strict) {
            if (moves) {
                delete(table, new RowChange.Delete(change.table(), change.key()), Hits.ANY);
            }
            insert(table, change, change.after(), false);
            return;
        }
        BitSet sent = table.sent(change.after());
        BitSet set = moves ? sent : table.set(sent);
        PreparedStatement target = prepare(table.update(set), Hits.ONE);
        int next = bind(target, table, set, change.after());
        bindKey(target, next, table, change.key());
        add(target, change);
    }

    private void delete(TargetTable table, RowChange change, Hits expected) throws SQLException {
        PreparedStatement target = prepare(table.delete(), expected);
        bindKey(target, 1, table, change.key());
        add(target, change);
    }

    /** Returns the number of the next parameter. */
    private int bind(PreparedStatement target, TargetTable table, BitSet places, Row row) throws SQLException {
        int parameter = 1;
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            dialect.bind(target, parameter++, table.table().columns().get(i), row.value(i));
        }
        return parameter;
    }

    private void bindKey(PreparedStatement target, int first, TargetTable table, Row key) throws SQLException {
        List<Column> columns = table.table().key();
        for (int i = 0; i < key.size(); i++) {
            dialect.bind(target, first + i, columns.get(i), key.value(i));
        }
    }

    private PreparedStatement prepare(String wanted, Hits expected) throws SQLException {
        if (statement != null && sql.equals(wanted) && hits == expected) {
            return statement;
        }
        flush();
        PreparedStatement found = prepared.get(wanted);
        if (found == null) {
            makeRoom();
            found = connection.prepareStatement(wanted);
            prepared.put(wanted, found);
        }
        statement = found;
        sql = wanted;
        hits = expected;
        return found;
    }

    private void makeRoom() throws SQLException {
        if (prepared.size() >= PREPARED) {
            PreparedStatement eldest =
                    prepared.remove(prepared.keySet().iterator().next());
            if (eldest != null) {
                eldest.close();
            }
        }
    }

    private void add(PreparedStatement target, RowChange change) throws SQLException {
        target.addBatch();
        waiting.add(change);
        if (waiting.size() >= BATCH) {
            flush();
        }
    }

    /** A multi-row INSERT tells no counts; what it did not refuse hit one row each. */
    private void check(int[] counts) {
        if (hits == Hits.ANY) {
            return;
        }
        int wanted = hits == Hits.ONE ? 1 : 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != wanted && counts[i] != Statement.SUCCESS_NO_INFO) {
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
        if (hits == Hits.ONE && SqlFailures.uniqueViolation(e) && failed < waiting.size()) {
            throw diverged(waiting.get(failed), "the target already has a row with such a key", cause);
        }
        return cause;
    }

    private static FicusException unconvertible(RowChange change, UnconvertibleValue e) {
        return new FicusException(
                ErrorCode.VALUE_NOT_CONVERTIBLE,
                "the row with key " + change.key().texts() + " cannot go back to MySQL: " + e.reason(),
                "table " + change.table().name(),
                "the change stays in the stream, and with it the way back is closed (docs/limitations.md); keep the CHECKs"
                        + " that schema convert writes, which refuse such values where they are written",
                e);
    }

    private static FicusException diverged(RowChange change, String why, @Nullable Throwable cause) {
        String verb = change.getClass().getSimpleName().toLowerCase(Locale.ROOT);
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
