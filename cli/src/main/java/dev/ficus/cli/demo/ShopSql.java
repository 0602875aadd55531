package dev.ficus.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of the shop's applications. They are the same text on MySQL and on PostgreSQL. Stateless. */
final class ShopSql {
    private static final String NOW = "CURRENT_TIMESTAMP(3)";

    private ShopSql() {}

    /** Inserts a row whose key the database gives, and returns it with that key. */
    static ShopRow insert(Connection connection, ShopRow row) throws SQLException {
        ShopTable table = row.table();
        String sql = "INSERT INTO " + table.table() + " (" + names(table) + ", version, changed_at) VALUES ("
                + marks(table.columns().size() + 1) + ", " + NOW + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"id"})) {
            int next = bindCells(statement, 1, row);
            statement.setLong(next, row.version());
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                if (!keys.next()) {
                    throw new SQLException("the database gave no key for " + table.table());
                }
                return row.numbered(keys.getLong(1));
            }
        }
    }

    /** Inserts rows of one table that have their keys, in one batch. */
    static void insertKeyed(Connection connection, List<ShopRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        ShopTable table = rows.get(0).table();
        String sql = "INSERT INTO " + table.table() + " (" + String.join(", ", table.key()) + ", " + names(table)
                + ", version, changed_at) VALUES ("
                + marks(table.key().size() + table.columns().size() + 1) + ", " + NOW + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (ShopRow row : rows) {
                int next = bindCells(statement, bindKey(statement, 1, row.key()), row);
                statement.setLong(next, row.version());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Replaces the version before {@code after} by {@code after}; throws {@link StaleRow} where it does not stand there. */
    static void update(Connection connection, ShopRow after) throws SQLException {
        ShopTable table = after.table();
        String sql = "UPDATE " + table.table() + " SET "
                + table.columns().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "))
                + ", version = ?, changed_at = " + NOW + where(table) + " AND version = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = bindCells(statement, 1, after);
            statement.setLong(next, after.version());
            next = bindKey(statement, next + 1, after.key());
            statement.setLong(next, after.version() - 1);
            expectOne(statement.executeUpdate(), after.key());
        }
    }

    /** Deletes a row in this version; throws {@link StaleRow} where it does not stand there. */
    static void delete(Connection connection, ShopRow row) throws SQLException {
        String sql = "DELETE FROM " + row.table().table() + where(row.table()) + " AND version = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(bindKey(statement, 1, row.key()), row.version());
            expectOne(statement.executeUpdate(), row.key());
        }
    }

    /** The row of that key, if there is one. */
    static Optional<ShopRow> find(Connection connection, RowKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select(key.table()) + where(key.table()))) {
            bindKey(statement, 1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row(rows, key.table())) : Optional.empty();
            }
        }
    }

    /**
     * Hands over every row of a table, in no order.
     *
     * @param fetchSize what makes the driver stream instead of taking all rows into memory
     */
    static void each(Connection connection, ShopTable table, int fetchSize, Consumer<ShopRow> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select(table))) {
            statement.setFetchSize(fetchSize);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.accept(row(result, table));
                }
            }
        }
    }

    private static String select(ShopTable table) {
        return "SELECT " + String.join(", ", table.key()) + ", version, " + names(table) + " FROM " + table.table();
    }

    private static ShopRow row(ResultSet result, ShopTable table) throws SQLException {
        int keys = table.key().size();
        RowKey key = new RowKey(table, result.getLong(1), keys == 2 ? result.getInt(2) : 0);
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            cells.add(table.columns().get(i).kind().read(result, keys + 2 + i));
        }
        return new ShopRow(key, result.getLong(keys + 1), cells);
    }

    private static void expectOne(int rows, RowKey key) {
        if (rows != 1) {
            throw new StaleRow(key);
        }
    }

    private static int bindKey(PreparedStatement statement, int first, RowKey key) throws SQLException {
        statement.setLong(first, key.id());
        if (key.table().key().size() == 1) {
            return first + 1;
        }
        statement.setInt(first + 1, key.line());
        return first + 2;
    }

    private static int bindCells(PreparedStatement statement, int first, ShopRow row) throws SQLException {
        int next = first;
        for (int i = 0; i < row.cells().size(); i++) {
            row.table()
                    .columns()
                    .get(i)
                    .kind()
                    .bind(statement, next++, row.cells().get(i));
        }
        return next;
    }

    private static String where(ShopTable table) {
        return table.key().stream().map(name -> name + " = ?").collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String names(ShopTable table) {
        return table.columns().stream().map(ShopTable.Column::name).collect(Collectors.joining(", "));
    }

    private static String marks(int count) {
        StringJoiner marks = new StringJoiner(", ");
        for (int i = 0; i < count; i++) {
            marks.add("?");
        }
        return marks.toString();
    }
}
