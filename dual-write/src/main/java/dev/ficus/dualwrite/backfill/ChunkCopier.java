package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlText;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies one chunk: rows stream out of MySQL and go into {@code COPY ... FROM STDIN}, a buffer at a time. Nothing is
 * committed here.
 */
final class ChunkCopier {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Connection mysql;
    private final Connection postgres;

    ChunkCopier(Connection mysql, Connection postgres) {
        this.mysql = mysql;
        this.postgres = postgres;
    }

    /** How much was copied; bytes are those of COPY text. */
    record Copied(long rows, long bytes) {}

    Copied copy(Table table, Chunk chunk) throws SQLException {
        KeyRange range = new KeyRange(table, chunk.above(), chunk.upTo());
        String columns = table.writtenToPostgres().stream()
                .map(column -> column.value().mysqlSelect(column.mysqlName()))
                .collect(joining(", "));
        String sql = "SELECT " + columns + " FROM " + table.mysqlName() + " WHERE " + range.condition();
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            // Connector/J streams row by row for this value alone (its manual, "ResultSet" notes).
            statement.setFetchSize(Integer.MIN_VALUE);
            range.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return pipe(table, rows);
            }
        }
    }

    private Copied pipe(Table table, ResultSet rows) throws SQLException {
        List<Column> columns = table.writtenToPostgres();
        String names = columns.stream().map(Column::postgresName).collect(joining(", "));
        CopyIn copy = postgres.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.postgresName() + " (" + names + ") FROM STDIN");
        try {
            CopyText text = new CopyText();
            long count = 0;
            long bytes = 0;
            while (rows.next()) {
                row(table, columns, rows, text);
                count++;
                if (text.size() >= BUFFER_BYTES) {
                    bytes += send(copy, text);
                }
            }
            bytes += send(copy, text);
            copy.endCopy();
            return new Copied(count, bytes);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static long send(CopyIn copy, CopyText text) throws SQLException {
        byte[] bytes = text.take();
        copy.writeToCopy(bytes, 0, bytes.length);
        return bytes.length;
    }

    private static void row(Table table, List<Column> columns, ResultSet rows, CopyText text) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            byte[] cell = rows.getBytes(i + 1);
            text.column(cell == null ? null : converted(table, columns.get(i), cell, rows));
        }
        text.endRow();
    }

    private static @Nullable String converted(Table table, Column column, byte[] cell, ResultSet row)
            throws SQLException {
        try {
            return column.value().fromMysql(MysqlText.of(cell));
        } catch (UnconvertibleValue e) {
            throw new FicusException(
                    ErrorCode.VALUE_NOT_CONVERTIBLE,
                    "column " + column.name() + " of the row with key " + key(table, row) + " cannot be copied: "
                            + e.reason(),
                    "table " + table.name(),
                    "correct the row on MySQL, then run the command again: it goes on where it stopped"
                            + column.choices(table.name()),
                    e);
        }
    }

    private static List<@Nullable String> key(Table table, ResultSet row) throws SQLException {
        List<@Nullable String> key = new ArrayList<>();
        for (Column column : table.key()) {
            byte[] cell = row.getBytes(table.writtenToPostgres().indexOf(column) + 1);
            key.add(cell == null ? null : shown(column, cell));
        }
        return key;
    }

    private static @Nullable String shown(Column column, byte[] cell) {
        try {
            return column.value().fromMysql(MysqlText.of(cell));
        } catch (UnconvertibleValue e) {
            return "(not convertible)";
        }
    }
}
