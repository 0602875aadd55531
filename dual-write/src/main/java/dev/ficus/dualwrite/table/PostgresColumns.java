package dev.ficus.dualwrite.table;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.PostgresColumn.Fit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the columns of a tracked table from PostgreSQL, found by the search path. Two types are the same where the server
 * describes the column and {@code NULL::type} alike; so aliases and domains are no matter.
 */
public final class PostgresColumns {
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR t.typnotnull,
                   a.attgenerated <> '', a.attidentity = 'a',
                   EXISTS (SELECT 1 FROM pg_constraint c WHERE c.contype = 'c'
                           AND (c.contypid = a.atttypid OR c.conrelid = a.attrelid AND a.attnum = ANY (c.conkey)))
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";
    private static final String KNOWN = "SELECT to_regtype(?) IS NOT NULL";

    private final Connection connection;
    private final Table table;

    private PostgresColumns(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /** In PostgreSQL's order; empty where there is no such table. Waits for nobody and changes nothing. */
    public static List<PostgresColumn> of(Connection connection, Table table) throws SQLException {
        return new PostgresColumns(connection, table).read();
    }

    private List<PostgresColumn> read() throws SQLException {
        List<PostgresColumn> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.postgresName());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new PostgresColumn(
                            row.getString(1),
                            row.getString(2),
                            Fit.OTHER,
                            row.getBoolean(3),
                            row.getBoolean(4),
                            row.getBoolean(5),
                            row.getBoolean(6)));
                }
            }
        }
        return found.isEmpty() ? found : fitted(found);
    }

    private List<PostgresColumn> fitted(List<PostgresColumn> found) throws SQLException {
        List<Shape> shapes = shapes(found.stream()
                .map(column -> "coalesce(" + Quoted.postgres(column.name()) + ")")
                .collect(joining(", ", "SELECT ", " FROM " + table.postgresName())));
        Map<String, Shape> wanted = wanted();
        List<PostgresColumn> fitted = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            PostgresColumn column = found.get(i);
            Shape expected = wanted.get(column.name());
            fitted.add(new PostgresColumn(
                    column.name(),
                    column.type(),
                    expected == null ? Fit.OTHER : expected.fit(shapes.get(i)),
                    column.notNull(),
                    column.generated(),
                    column.alwaysIdentity(),
                    column.checked()));
        }
        return fitted;
    }

    /** By the column's name in PostgreSQL; one whose type the server does not know is left out. */
    private Map<String, Shape> wanted() throws SQLException {
        List<Column> known = new ArrayList<>();
        for (Column column : table.columns()) {
            if (known(column.value().postgresType())) {
                known.add(column);
            }
        }
        Map<String, Shape> wanted = new HashMap<>();
        if (!known.isEmpty()) {
            List<Shape> shapes = shapes(known.stream()
                    .map(column -> "NULL::" + column.value().postgresType())
                    .collect(joining(", ", "SELECT ", "")));
            for (int i = 0; i < shapes.size(); i++) {
                wanted.put(known.get(i).target(), shapes.get(i));
            }
        }
        return wanted;
    }

    private boolean known(String type) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setString(1, type);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** The statement is described, not run. */
    private List<Shape> shapes(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData description = Objects.requireNonNull(statement.getMetaData(), "a query has columns");
            List<Shape> shapes = new ArrayList<>();
            for (int i = 1; i <= description.getColumnCount(); i++) {
                shapes.add(new Shape(
                        description.getColumnTypeName(i), description.getPrecision(i), description.getScale(i)));
            }
            return shapes;
        }
    }

    /** A type with its modifier. */
    private record Shape(String name, int precision, int scale) {
        Fit fit(Shape actual) {
            if (actual.equals(this) || (text() && actual.text() && actual.precision >= precision)) {
                return actual.precision > precision ? Fit.WIDER : Fit.SAME;
            }
            return Fit.OTHER;
        }

        /** Text without a limit has the greatest integer for its precision. */
        private boolean text() {
            return name.equals("varchar") || name.equals("text");
        }
    }
}
