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
import java.util.regex.Pattern;

/** Reads {@link TableDetails} from {@code information_schema}. */
public final class MysqlDetails {
    private static final String TABLE = "SELECT table_comment, engine, table_collation, create_options"
            + " FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
    private static final String PARTITIONS = """
            SELECT partition_method, partition_expression, subpartition_method, subpartition_expression,
                   partition_name, partition_description, partition_comment, subpartition_name
            FROM information_schema.partitions
            WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL
            ORDER BY partition_ordinal_position, subpartition_ordinal_position""";

    private static final String INVISIBLE = "SELECT column_name FROM information_schema.columns"
            + " WHERE table_schema = ? AND table_name = ? AND extra LIKE '%INVISIBLE%' ORDER BY ordinal_position";
    private static final String GRANTEES = "SELECT DISTINCT grantee FROM information_schema.table_privileges"
            + " WHERE table_schema = ? AND table_name = ? ORDER BY grantee";
    private static final String TRIGGERS = "SELECT trigger_name FROM information_schema.triggers"
            + " WHERE event_object_schema = ? AND event_object_table = ? ORDER BY trigger_name";
    /** What holds the text of a statement, which names the table or does not. */
    private static final String STATEMENTS = """
            SELECT 'view', table_name, view_definition FROM information_schema.views WHERE table_schema = ?
            UNION ALL SELECT lower(routine_type), routine_name, routine_definition
              FROM information_schema.routines WHERE routine_schema = ?
            UNION ALL SELECT 'event', event_name, event_definition FROM information_schema.events WHERE event_schema = ?
            ORDER BY 1, 2""";

    private final Connection connection;

    public MysqlDetails(Connection connection) {
        this.connection = connection;
    }

    /** The details of a table that is there. */
    public TableDetails of(Table table) throws SQLException {
        try (PreparedStatement statement = prepared(TABLE, table);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new TableDetails(
                    text(row, 1),
                    text(row, 2),
                    text(row, 3),
                    text(row, 4),
                    partitioning(table),
                    names(INVISIBLE, table),
                    users(table),
                    names(GRANTEES, table));
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

    private List<String> names(String sql, Table table) throws SQLException {
        try (PreparedStatement statement = prepared(sql, table);
                ResultSet row = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    private List<TableUser> users(Table table) throws SQLException {
        List<TableUser> users = new ArrayList<>();
        for (String trigger : names(TRIGGERS, table)) {
            users.add(new TableUser("trigger", trigger));
        }
        Pattern name =
                Pattern.compile("(?<![\\w$])" + Pattern.quote(table.name()) + "(?![\\w$])", Pattern.CASE_INSENSITIVE);
        try (PreparedStatement statement = connection.prepareStatement(STATEMENTS)) {
            for (int i = 1; i <= 3; i++) {
                statement.setString(i, table.database());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (name.matcher(text(row, 3)).find()) {
                        users.add(new TableUser(row.getString(1), row.getString(2)));
                    }
                }
            }
        }
        return users;
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
