package dev.ficus.cli.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills the tables of a MySQL database with rows that its keys and checks allow, and changes them. What it writes follows
 * from its seed.
 */
final class SchemaRows {
    /** Duplicate key; a row that others refer to, or that refers to none; a CHECK of MySQL and of MariaDB. */
    private static final Set<Integer> NOT_THIS_ONE = Set.of(1062, 1451, 1452, 3819, 4025);

    private final Connection connection;
    private final NastyValues values;
    private final Map<String, Set<Hazard>> hazards;

    /** @param hazards by {@code table.column}; a date column whose default is a zero date has {@link Hazard#ZERO_DATE} */
    SchemaRows(Connection connection, long seed, Map<String, Set<Hazard>> hazards) throws SQLException {
        this.connection = connection;
        this.values = new NastyValues(seed);
        this.hazards = hazards;
        execute("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'");
    }

    /** Adds this many rows to a table whose parents are filled. */
    void fill(String table, int rows) throws SQLException {
        List<SchemaColumn> columns = columns(table);
        Map<List<String>, List<List<String>>> parents = parents(table);
        int added = 0;
        for (int i = 0; i < rows * 4 && added < rows; i++) {
            Map<String, String> row = row(table, columns, parents);
            String sql = "INSERT INTO `" + table + "` (`" + String.join("`, `", row.keySet()) + "`) VALUES ("
                    + String.join(", ", row.values()) + ")";
            added += tried(sql);
            if (added % 10 == 0) {
                parents = parents(table);
            }
        }
        assertThat(added).as("rows of %s", table).isGreaterThanOrEqualTo(rows / 2);
    }

    /** Gives rows new values in every column that is no part of a key, deletes some, adds some. */
    void change(String table, int rows) throws SQLException {
        List<String> key = key(table);
        List<SchemaColumn> plain = columns(table).stream()
                .filter(column -> !key.contains(column.name()))
                .toList();
        Map<List<String>, List<List<String>>> parents = parents(table);
        List<List<String>> some = keys(table, key);
        for (int i = 0; i < rows && !some.isEmpty(); i++) {
            List<String> chosen = values.oneOf(some);
            String where = where(key, chosen);
            if (!plain.isEmpty()) {
                Map<String, String> row = row(table, plain, parents);
                tried("UPDATE `" + table + "` SET "
                        + row.entrySet().stream()
                                .map(each -> "`" + each.getKey() + "` = " + each.getValue())
                                .collect(Collectors.joining(", "))
                        + where);
            }
            if (values.chance(20)) {
                tried("DELETE FROM `" + table + "`" + where);
                some.remove(chosen);
            }
        }
        fill(table, rows);
    }

    private Map<String, String> row(
            String table, List<SchemaColumn> columns, Map<List<String>, List<List<String>>> parents) {
        Map<String, String> row = new LinkedHashMap<>();
        for (SchemaColumn column : columns) {
            String literal =
                    column.nullable() && values.chance(25) ? "NULL" : values.of(column, hazards(table, column));
            row.put(column.name(), literal);
        }
        parents.forEach((names, keys) -> {
            if (row.keySet().containsAll(names)) {
                boolean none = keys.isEmpty() || row.get(names.get(0)).equals("NULL");
                List<String> key = none ? names.stream().map(name -> "NULL").toList() : values.oneOf(keys);
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), key.get(i));
                }
            }
        });
        return row;
    }

    private Set<Hazard> hazards(String table, SchemaColumn column) {
        Set<Hazard> all = EnumSet.noneOf(Hazard.class);
        all.addAll(hazards.getOrDefault(table + "." + column.name(), Set.of()));
        if (column.zeroDefault()) {
            all.add(Hazard.ZERO_DATE);
        }
        return all;
    }

    private int tried(String sql) throws SQLException {
        try {
            execute(sql);
            return 1;
        } catch (SQLException e) {
            if (NOT_THIS_ONE.contains(e.getErrorCode())) {
                return 0;
            }
            throw new SQLException(e.getMessage() + ": " + sql, e.getSQLState(), e.getErrorCode(), e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Without those that the server numbers or computes. */
    private List<SchemaColumn> columns(String table) throws SQLException {
        String sql = "SELECT column_name, data_type, column_type, coalesce(character_maximum_length, 0),"
                + " coalesce(numeric_precision, 0), coalesce(numeric_scale, 0), coalesce(character_set_name, ''),"
                + " is_nullable = 'YES', coalesce(column_default, '') LIKE '%0000-00-00%', data_type = 'json'"
                + " OR EXISTS (SELECT 1 FROM information_schema.check_constraints k WHERE k.constraint_schema = ?"
                + " AND k.check_clause LIKE concat('json_valid(`', c.column_name, '`)'))"
                + " FROM information_schema.columns c WHERE table_schema = ? AND table_name = ?"
                + " AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '% GENERATED' ORDER BY ordinal_position";
        List<SchemaColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connection.getCatalog());
            statement.setString(2, connection.getCatalog());
            statement.setString(3, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(new SchemaColumn(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getInt(6),
                            row.getString(7),
                            row.getBoolean(8),
                            row.getBoolean(9),
                            row.getBoolean(10)));
                }
            }
        }
        return columns;
    }

    /** For the columns of each foreign key the keys that it may hold, as literals. */
    private Map<List<String>, List<List<String>>> parents(String table) throws SQLException {
        String sql = "SELECT constraint_name, column_name, referenced_table_name, referenced_column_name"
                + " FROM information_schema.key_column_usage WHERE table_schema = ? AND table_name = ?"
                + " AND referenced_table_name IS NOT NULL ORDER BY constraint_name, ordinal_position";
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Map<String, List<String>> referenced = new LinkedHashMap<>();
        Map<String, String> tables = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connection.getCatalog());
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    columns.computeIfAbsent(name, each -> new ArrayList<>()).add(row.getString(2));
                    referenced.computeIfAbsent(name, each -> new ArrayList<>()).add(row.getString(4));
                    tables.put(name, row.getString(3));
                }
            }
        }
        Map<List<String>, List<List<String>>> parents = new LinkedHashMap<>();
        for (String name : columns.keySet()) {
            parents.put(columns.get(name), keys(tables.get(name), referenced.get(name)));
        }
        return parents;
    }

    private List<String> key(String table) throws SQLException {
        List<String> key = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW INDEX FROM `" + table + "` WHERE Key_name = 'PRIMARY'")) {
            while (row.next()) {
                key.add(row.getString("Column_name"));
            }
        }
        return key;
    }

    /** The values of these columns in every row, as literals; text and bytes as hexadecimal ones. */
    private List<List<String>> keys(String table, List<String> columns) throws SQLException {
        String selected = columns.stream()
                .map(column -> "quote(hex(CAST(`" + column + "` AS CHAR CHARACTER SET binary)))")
                .collect(Collectors.joining(", "));
        List<List<String>> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + selected + " FROM `" + table + "`")) {
            while (row.next()) {
                List<String> key = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    key.add("unhex(" + row.getString(i) + ")");
                }
                keys.add(key);
            }
        }
        return keys;
    }

    private static String where(List<String> key, List<String> chosen) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            parts.add("`" + key.get(i) + "` = " + chosen.get(i));
        }
        return " WHERE " + String.join(" AND ", parts);
    }
}
