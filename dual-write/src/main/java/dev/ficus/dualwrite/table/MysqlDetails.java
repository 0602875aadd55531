package dev.ficus.dualwrite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads {@link TableDetails} from {@code information_schema}, tables {@code TABLES} and {@code PARTITIONS}. */
public final class MysqlDetails {
    private static final String TABLE = "SELECT table_comment, engine, table_collation, create_options"
            + " FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
    private static final String PARTITIONS = """
            SELECT partition_method, partition_expression, subpartition_method, subpartition_expression,
                   partition_name, partition_description, partition_comment, subpartition_name
            FROM information_schema.partitions
            WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL
            ORDER BY partition_ordinal_position, subpartition_ordinal_position""";

    private final Connection connection;

    public MysqlDetails(Connection connection) {
        this.connection = connection;
    }

    /** The details of a table that is there. */
    public TableDetails of(Table table) throws SQLException {
        try (PreparedStatement statement = prepared(TABLE, table);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new TableDetails(text(row, 1), text(row, 2), text(row, 3), text(row, 4), partitioning(table));
        }
    }

    private Optional<Partitioning> partitioning(Table table) throws SQLException {
        try (PreparedStatement statement = prepared(PARTITIONS, table);
                ResultSet row = statement.executeQuery()) {
            Optional<Partitioning> found = Optional.empty();
            Map<String, Partitioning.Partition> partitions = new LinkedHashMap<>();
            while (row.next()) {
                partitions.merge(row.getString(5), partition(row), MysqlDetails::joined);
                found = Optional.of(new Partitioning(
                        new Partitioning.Method(text(row, 1), text(row, 2)),
                        text(row, 3).isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Partitioning.Method(text(row, 3), text(row, 4))),
                        List.copyOf(partitions.values())));
            }
            return found;
        }
    }

    private static Partitioning.Partition partition(ResultSet row) throws SQLException {
        String subpartition = row.getString(8);
        return new Partitioning.Partition(
                row.getString(5), text(row, 6), text(row, 7), subpartition == null ? List.of() : List.of(subpartition));
    }

    private static Partitioning.Partition joined(Partitioning.Partition first, Partitioning.Partition next) {
        List<String> names = new ArrayList<>(first.subpartitions());
        names.addAll(next.subpartitions());
        return new Partitioning.Partition(first.name(), first.description(), first.comment(), names);
    }

    private PreparedStatement prepared(String sql, Table table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, table.database());
        statement.setString(2, table.name());
        return statement;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }
}
