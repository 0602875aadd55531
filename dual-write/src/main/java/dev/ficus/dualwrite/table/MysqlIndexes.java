package dev.ficus.dualwrite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the indexes of a table from {@code information_schema.STATISTICS}. */
final class MysqlIndexes {
    private static final String PRIMARY = "PRIMARY";

    private final Connection connection;
    private final String database;
    private final String sql;

    /** MariaDB has no indexes over expressions, and no column that would show them. */
    MysqlIndexes(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        boolean mariadb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
        this.sql = "SELECT index_name, non_unique, column_name, sub_part, index_type, collation, index_comment, "
                + (mariadb ? "NULL" : "expression")
                + " FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?"
                + " ORDER BY index_name, seq_in_index";
    }

    /** The columns of the primary key, in key order; none where there is none. */
    List<String> primaryKey(String table) throws SQLException {
        Index primary = all(table).get(PRIMARY);
        return primary == null
                ? List.of()
                : primary.parts().stream()
                        .flatMap(part -> part.column().stream())
                        .toList();
    }

    /** All others, by name. */
    List<Index> secondary(String table) throws SQLException {
        return all(table).values().stream()
                .filter(index -> !index.name().equals(PRIMARY))
                .toList();
    }

    private Map<String, Index> all(String table) throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Index part = part(rows);
                    indexes.merge(part.name(), part, MysqlIndexes::joined);
                }
            }
        }
        return indexes;
    }

    private static Index part(ResultSet row) throws SQLException {
        int prefix = row.getInt(4);
        return new Index(
                row.getString(1),
                row.getInt(2) == 0,
                method(row.getString(5)),
                List.of(new Index.Part(
                        Optional.ofNullable(row.getString(3)),
                        Optional.ofNullable(row.getString(8)),
                        prefix == 0 ? OptionalInt.empty() : OptionalInt.of(prefix),
                        "D".equals(row.getString(6)))),
                row.getString(7));
    }

    /** MariaDB shows RTREE where MySQL shows SPATIAL. */
    private static Index.Method method(String shown) {
        return switch (shown.toUpperCase(Locale.ROOT)) {
            case "FULLTEXT" -> Index.Method.FULLTEXT;
            case "SPATIAL", "RTREE" -> Index.Method.SPATIAL;
            case "VECTOR" -> Index.Method.VECTOR;
            case "HASH" -> Index.Method.HASH;
            default -> Index.Method.BTREE;
        };
    }

    private static Index joined(Index first, Index next) {
        List<Index.Part> parts = new ArrayList<>(first.parts());
        parts.addAll(next.parts());
        return new Index(first.name(), first.unique(), first.method(), parts, first.comment());
    }
}
