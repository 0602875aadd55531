package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.lint.TableSize;
import dev.ficus.migrations.sql.lint.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What the server knows about tables; without a connection nothing is known. Reads the catalog and no table. */
final class MysqlCatalog implements Tables {
    private final Optional<Connection> connection;

    MysqlCatalog(Optional<Connection> connection) {
        this.connection = connection;
    }

    @Override
    public Optional<TableSize> size(String table) throws SQLException {
        String query = "SELECT table_rows, data_length + index_length FROM information_schema.tables"
                + " WHERE table_schema = coalesce(?, database()) AND table_name = ? AND table_type = 'BASE TABLE'";
        return ask(query, table, "", row -> new TableSize(row.getLong(1), row.getLong(2)));
    }

    /**
     * A column as it is.
     *
     * @param type with its length, in lower case
     * @param characters the length of text, or 0
     * @param bytes the length of text in bytes, or 0
     */
    record Column(String type, boolean nullable, long characters, long bytes) {}

    Optional<Column> column(String table, String column) throws SQLException {
        String query = "SELECT lower(column_type), is_nullable, character_maximum_length, character_octet_length"
                + " FROM information_schema.columns"
                + " WHERE table_schema = coalesce(?, database()) AND table_name = ? AND column_name = ?";
        return ask(
                query,
                table,
                column.replace("`", ""),
                row -> new Column(row.getString(1), row.getString(2).equals("YES"), row.getLong(3), row.getLong(4)));
    }

    /** Whether the sessions of this user wait for metadata locks less than ten minutes; the default is a day or a year. */
    boolean limitsLockWaits() throws SQLException {
        return ask("SELECT @@lock_wait_timeout", "", "", row -> row.getLong(1)).stream()
                .anyMatch(seconds -> seconds < 600);
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> ask(String query, String table, String column, Row<T> reader) throws SQLException {
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        String bare = table.replace("`", "");
        int dot = bare.indexOf('.');
        try (PreparedStatement statement = connection.get().prepareStatement(query)) {
            if (query.contains("?")) {
                statement.setString(1, dot < 0 ? null : bare.substring(0, dot));
                statement.setString(2, bare.substring(dot + 1));
            }
            if (!column.isEmpty()) {
                statement.setString(3, column);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        }
    }
}
