package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Writes pieces into one target transaction. A piece is merged by key and written in bulk; where that does not fit (two rows swapped a unique value, keys that the target's
 * collation holds equal, a row that is missing) the piece goes back to its savepoint and is written again row by row, in
 * the order of the source. So only the row by row form says that something has diverged, and the merged form has no
 * refusals of its own. Lives as long as its connection. Used by one thread.
 */
final class BatchWriter implements AutoCloseable {
    private static final int TOO_FEW = 8;
    /** A piece that does not fit is tried once more in parts of this many changes, before it goes row by row. */
    private static final int PART_ROWS = 500;

    private final Connection connection;
    private final Dialect dialect;
    private final ChangeWriter rowByRow;
    private final MergedWriter merged;
    private final Misfits misfits;
    private final TargetTables tables;
    private long rowsMerged;

    /** @param misfits takes changes that diverge */
    BatchWriter(ApplyConnection target, Misfits misfits) {
        this.misfits = misfits;
        this.connection = target.connection();
        this.tables = target.tables();
        this.dialect = target.dialect();
        this.rowByRow = new ChangeWriter(connection, dialect);
        this.merged = dialect instanceof PostgresDialect
                ? new PostgresWriter(connection, rowByRow)
                : new MysqlWriter(rowByRow);
    }

    void write(Piece piece) throws SQLException {
        Optional<Table> emptied = piece.emptied();
        if (emptied.isPresent()) {
            empty(emptied.get());
            return;
        }
        Savepoint before = connection.setSavepoint();
        if (piece.changes().size() < TOO_FEW) {
            rowByRow(before, piece);
        } else if (!merged(before, piece)) {
            inParts(piece);
        }
        connection.releaseSavepoint(before);
    }

    private void empty(Table table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(dialect.empty(table));
        }
    }

    private void inParts(Piece piece) throws SQLException {
        int size = piece.changes().size();
        for (int from = 0; from < size; from += PART_ROWS) {
            Piece part = piece.part(from, Math.min(size, from + PART_ROWS));
            Savepoint before = connection.setSavepoint();
            if (part.changes().size() == size || !merged(before, part)) {
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

    /** The transaction was rolled back. */
    void rolledBack() throws SQLException {
        merged.rolledBack();
        rowByRow.forget();
    }

    @Override
    public void close() throws SQLException {
        rowByRow.close();
    }

    /** False where the piece does not fit in this form; the target is at the savepoint then. */
    private boolean merged(Savepoint before, Piece part) throws SQLException {
        Optional<List<Merge>> merges = part.merges();
        if (merges.isEmpty()) {
            return false;
        }
        try {
            for (Merge merge : merges.get()) {
                merged.write(merge);
            }
            rowsMerged += part.changes().size();
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

    private void rowByRow(Savepoint before, Piece part) throws SQLException {
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
    private void oneByOne(Piece part) throws SQLException {
        for (RowChange change : part.changes()) {
            Savepoint before = connection.setSavepoint();
            try {
                rowByRow.write(tables.of(change.table()), change, part.strict());
                rowByRow.flush();
            } catch (FicusException e) {
                if (e.code() != ErrorCode.STREAM_DIVERGED) {
                    throw e;
                }
                back(before);
                misfits.diverged(change, e);
                rowByRow.replace(tables.of(change.table()), change);
            }
            connection.releaseSavepoint(before);
        }
    }

    private void inOrder(Piece part) throws SQLException {
        for (RowChange change : part.changes()) {
            rowByRow.write(tables.of(change.table()), change, part.strict());
        }
        rowByRow.flush();
    }

    private void back(Savepoint before) throws SQLException {
        rowByRow.forget();
        connection.rollback(before);
        merged.rolledBack();
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
