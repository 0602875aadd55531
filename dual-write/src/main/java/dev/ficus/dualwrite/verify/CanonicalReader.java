package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one table of one side as canonical text. Each read is a statement, and a snapshot, of its own. */
final class CanonicalReader {
    private final Connection connection;
    private final Table table;
    private final KeySql sql;
    private final String select;

    CanonicalReader(Connection connection, Table table, KeySql sql) {
        this.connection = connection;
        this.table = table;
        this.sql = sql;
        this.select = table.columns().stream()
                .map(sql::canonical)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + sql.name(table)));
    }

    /** At most {@code limit} rows in key order: those above the first key and not above the second. */
    List<CanonicalRow> range(@Nullable List<String> above, @Nullable List<String> upTo, int limit) throws SQLException {
        List<KeySql.Bound> bounds = new ArrayList<>();
        StringBuilder conditions = new StringBuilder();
        if (above != null) {
            conditions.append(sql.above(table, above, bounds));
        }
        if (upTo != null) {
            conditions.append(above == null ? "" : " AND ").append(sql.upTo(table, upTo, bounds));
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + conditions;
        return rows(select + where + " ORDER BY " + sql.order(table) + " LIMIT " + limit, bounds);
    }

    /** The rows that there are among these keys, by key. */
    Map<List<String>, CanonicalRow> byKeys(List<List<String>> keys) throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<KeySql.Bound> bounds = new ArrayList<>();
        Map<List<String>, CanonicalRow> found = new LinkedHashMap<>();
        for (CanonicalRow row : rows(select + " WHERE " + sql.among(table, keys, bounds), bounds)) {
            found.put(row.key(), row);
        }
        return found;
    }

    private List<CanonicalRow> rows(String text, List<KeySql.Bound> bounds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < bounds.size(); i++) {
                sql.bind(statement, i + 1, bounds.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                List<CanonicalRow> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row(result));
                }
                return rows;
            }
        }
    }

    private CanonicalRow row(ResultSet result) throws SQLException {
        @Nullable String[] values = new @Nullable String[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            String text = result.getString(i + 1);
            values[i] = text == null ? null : table.columns().get(i).value().compared(text);
        }
        List<String> key = new ArrayList<>(table.key().size());
        for (Column column : table.key()) {
            key.add(String.valueOf(values[table.columns().indexOf(column)]));
        }
        return new CanonicalRow(Collections.unmodifiableList(key), values);
    }
}
