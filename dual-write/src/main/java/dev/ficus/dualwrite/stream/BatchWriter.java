package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the changes of one target transaction in pieces, so that a transaction of any size needs little memory. A piece is
 * merged by key and written in bulk; where that does not fit (two rows swapped a unique value, keys that the target's
 * collation holds equal, a row that is missing) the piece goes back to its savepoint and is written again row by row, in
 * the order of the source. So only the row by row form says that something has diverged, and the merged form has no
 * refusals of its own. Lives as long as its connection. Used by one thread.
 */
final class BatchWriter implements AutoCloseable {
    private static final int PIECE_ROWS = 40_000;
    private static final int TOO_FEW = 8;
    /** A piece that does not fit is tried once more in parts of this many changes, before it goes row by row. */
    private static final int PART_ROWS = 500;

    private final Connection connection;
    private final Dialect dialect;
    private final ChangeWriter rowByRow;
    private final MergedWriter merged;
    private final Misfits misfits;
    private final Map<Table, TargetTable> tables = new IdentityHashMap<>();
    private final List<RowChange> piece = new ArrayList<>();
    private final long pieceBytes;
    private long bytes;
    private boolean strict;
    private long rowsMerged;

    /** @param misfits takes changes that diverge */
    BatchWriter(ApplyConnection target, Misfits misfits) {
        this.misfits = misfits;
        this.connection = target.connection();
        this.pieceBytes = target.pieceBytes();
        this.dialect = target.dialect();
        this.rowByRow = new ChangeWriter(connection, dialect);
        this.merged = dialect instanceof PostgresDialect
                ? new PostgresWriter(connection, rowByRow)
                : new MysqlWriter(rowByRow);
    }

    /** Takes the next change; what was taken is in the target after {@link #flush}. */
    void write(RowChange change, boolean asStrict) throws SQLException {
        if (strict != asStrict) {
            flush();
            strict = asStrict;
        }
        if (change instanceof RowChange.Truncate truncate) {
            flush();
            empty(truncate.table());
            return;
        }
        boolean barrier = change instanceof RowChange.Update update
                && !update.after().whole()
                && table(update.table()).movesKey(update);
        if (barrier) {
            flush();
        }
        piece.add(change);
        bytes += change.weight();
        if (barrier || piece.size() >= PIECE_ROWS || bytes >= pieceBytes) {
            flush();
        }
    }

    private void empty(Table table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(dialect.empty(table));
        }
    }

    /** Writes what was taken. */
    void flush() throws SQLException {
        if (piece.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        if (piece.size() < TOO_FEW) {
            rowByRow(before, piece);
        } else if (!merged(before, piece)) {
            inParts();
        }
        connection.releaseSavepoint(before);
        piece.clear();
        bytes = 0;
    }

    private void inParts() throws SQLException {
        for (int from = 0; from < piece.size(); from += PART_ROWS) {
            List<RowChange> part = piece.subList(from, Math.min(piece.size(), from + PART_ROWS));
            Savepoint before = connection.setSavepoint();
            if (part.size() == piece.size() || !merged(before, part)) {
                rowByRow(before, part);
            }
            connection.releaseSavepoint(before);
        }
    }

    /** How many changes went to the target in the merged form, since the connection began. */
    long rowsMerged() {
        return rowsMerged;
    }

    void committed() {
        merged.committed();
    }

    /** The transaction was rolled back: forgets what was taken. */
    void rolledBack() throws SQLException {
        piece.clear();
        bytes = 0;
        merged.rolledBack();
        rowByRow.forget();
    }

    @Override
    public void close() throws SQLException {
        rowByRow.close();
    }

    /** False where the piece does not fit in this form; the target is at the savepoint then. */
    private boolean merged(Savepoint before, List<RowChange> part) throws SQLException {
        Map<TargetTable, Merge> merges = new LinkedHashMap<>();
        for (RowChange change : part) {
            Merge merge = merges.computeIfAbsent(table(change.table()), table -> new Merge(table, strict));
            if (!merge.add(change)) {
                return false;
            }
        }
        try {
            for (Merge merge : merges.values()) {
                merged.write(merge);
            }
            rowsMerged += part.size();
            return true;
        } catch (MergedWriter.MisfitException e) {
            back(before);
            return false;
        } catch (FicusException e) {
            if (e.code() != ErrorCode.STREAM_DIVERGED) {
                throw e;
            }
            back(before);
            return false;
        } catch (SQLException e) {
            if (!refused(e)) {
                throw e;
            }
            back(before);
            return false;
        }
    }

    private void rowByRow(Savepoint before, List<RowChange> part) throws SQLException {
        try {
            inOrder(part);
        } catch (FicusException e) {
            if (e.code() != ErrorCode.STREAM_DIVERGED) {
                throw e;
            }
            back(before);
            oneByOne(part);
        }
    }

    /** Tells the change that diverges; goes on behind it where such changes are counted. */
    private void oneByOne(List<RowChange> part) throws SQLException {
        for (RowChange change : part) {
            Savepoint before = connection.setSavepoint();
            try {
                rowByRow.write(table(change.table()), change, strict);
                rowByRow.flush();
            } catch (FicusException e) {
                if (e.code() != ErrorCode.STREAM_DIVERGED) {
                    throw e;
                }
                back(before);
                misfits.diverged(change, e);
                rowByRow.replace(table(change.table()), change);
            }
            connection.releaseSavepoint(before);
        }
    }

    private void inOrder(List<RowChange> part) throws SQLException {
        for (RowChange change : part) {
            rowByRow.write(table(change.table()), change, strict);
        }
        rowByRow.flush();
    }

    private void back(Savepoint before) throws SQLException {
        rowByRow.forget();
        connection.rollback(before);
        merged.rolledBack();
    }

    private TargetTable table(Table table) {
        return tables.computeIfAbsent(table, any -> new TargetTable(any, dialect));
    }

    /**
     * Classes 22, data exception, and 23, constraint violation, of SQLSTATE; and insufficient privilege, because a user may
     * lack the right to temporary tables and be well able to write rows.
     */
    private static boolean refused(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.equals("42501"));
    }
}
