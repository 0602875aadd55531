package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.backfill.RowFormat.IrregularText;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies one chunk after the other: rows stream out of MySQL as bytes and go into {@code COPY ... FROM STDIN}, a buffer at
 * a time. No object is made for a row or a cell; whichever server is slower holds the other up through its socket; memory
 * is that of the largest row. Nothing is committed here. Used by one thread, with both connections to itself.
 */
final class ChunkCopier {
    private static final int BUFFER_BYTES = 128 * 1024;
    /** A buffer that one large value made longer than this is given up. */
    private static final int KEPT_BYTES = 1 << 20;

    private final MysqlRows mysql;
    private final Connection postgres;
    private CellBuffer buffer = new CellBuffer(BUFFER_BYTES + BUFFER_BYTES / 8);
    private @Nullable RowText text;
    /** Null where the table goes as text. */
    private @Nullable RowBinary binary;

    ChunkCopier(MysqlRows mysql, Connection postgres) {
        this.mysql = mysql;
        this.postgres = postgres;
    }

    /** How much was copied; bytes are those that COPY was sent. */
    record Copied(long rows, long bytes) {}

    /**
     * Copies in the transaction that is open on the PostgreSQL connection. A chunk with a value that the binary format has no form
     * for, or that the server refuses, goes once more as text, which decides; so do all later ones of the table.
     *
     * @throws FicusException VALUE_NOT_CONVERTIBLE with table, column and key; the transaction must be rolled back then
     */
    Copied copy(Table table, Chunk chunk) throws SQLException {
        RowText rows = formats(table);
        Savepoint before = postgres.setSavepoint();
        if (binary != null) {
            try {
                return copied(binary, rows, chunk, before);
            } catch (IrregularText e) {
                postgres.rollback(before);
            } catch (SQLException e) {
                if (!CopyFailure.isOfARow(e)) {
                    throw e;
                }
                postgres.rollback(before);
            }
            binary = null;
        }
        return asText(rows, chunk, before);
    }

    private Copied asText(RowText rows, Chunk chunk, Savepoint before) throws SQLException {
        try {
            return copied(rows, rows, chunk, before);
        } catch (IrregularText e) {
            throw new IllegalStateException("every value has a text", e);
        } catch (SQLException e) {
            if (!CopyFailure.isOfARow(e)) {
                throw e;
            }
            postgres.rollback(before);
            throw explained(rows, chunk, e);
        }
    }

    private Copied copied(RowFormat format, RowText rows, Chunk chunk, Savepoint before)
            throws SQLException, IrregularText {
        mysql.query(select(rows.table(), chunk));
        Copied copied = pipe(format, rows, null);
        postgres.releaseSavepoint(before);
        return copied;
    }

    private RowText formats(Table table) throws SQLException {
        RowText rows = text;
        if (rows == null || !rows.table().equals(table)) {
            rows = new RowText(table);
            text = rows;
            binary = RowBinary.of(rows, postgres).orElse(null);
        }
        return rows;
    }

    /**
     * PostgreSQL tells the number of the row that it refused. The rows may have changed since they were read, so the chunk
     * is copied once more, to be given up again, with the keys kept this time.
     */
    private SQLException explained(RowText rows, Chunk chunk, SQLException first) throws SQLException {
        List<List<@Nullable String>> keys = new ArrayList<>();
        try {
            mysql.query(select(rows.table(), chunk));
            pipe(rows, rows, keys);
        } catch (IrregularText e) {
            throw new IllegalStateException("every value has a text", e);
        } catch (SQLException e) {
            if (CopyFailure.isOfARow(e)) {
                throw CopyFailure.explained(rows.table(), keys, e);
            }
            throw e;
        }
        return first;
    }

    private static String select(Table table, Chunk chunk) {
        String columns = table.writtenToPostgres().stream()
                .map(column -> column.value().copySelect(column.mysqlName()))
                .collect(joining(", "));
        return "SELECT " + columns + " FROM " + table.mysqlName() + " WHERE "
                + new KeyRange(table, chunk.above(), chunk.upTo()).literal();
    }

    /** @param keys where the key of each row is kept; null where nobody asks */
    private Copied pipe(RowFormat format, RowText rows, @Nullable List<List<@Nullable String>> keys)
            throws SQLException, IrregularText {
        CopyIn copy =
                postgres.unwrap(PGConnection.class).getCopyAPI().copyIn(statement(rows.table()) + format.option());
        try {
            buffer.clear();
            format.begin(buffer);
            long count = 0;
            long bytes = 0;
            while (mysql.next()) {
                format.write(mysql, buffer);
                if (keys != null) {
                    keys.add(rows.key(mysql));
                }
                count++;
                if (buffer.length() >= BUFFER_BYTES) {
                    bytes += send(copy);
                }
            }
            format.end(buffer);
            bytes += send(copy);
            copy.endCopy();
            return new Copied(count, bytes);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String statement(Table table) {
        String names =
                table.writtenToPostgres().stream().map(Column::postgresName).collect(joining(", "));
        return "COPY " + table.postgresName() + " (" + names + ") FROM STDIN";
    }

    private long send(CopyIn copy) throws SQLException {
        int length = buffer.length();
        copy.writeToCopy(buffer.bytes(), 0, length);
        if (buffer.bytes().length > KEPT_BYTES) {
            buffer = new CellBuffer(BUFFER_BYTES + BUFFER_BYTES / 8);
        }
        buffer.clear();
        return length;
    }
}
