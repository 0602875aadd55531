package dev.ficus.dualwrite.proposal;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.ErrorKind;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.table.MysqlCatalog;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a whole database from MySQL's catalog. It looks at no row. */
final class SourceCatalog {
    private static final String TABLES = "SELECT table_name, table_type FROM information_schema.tables"
            + " WHERE table_schema = ? ORDER BY table_name";
    private static final String COLUMNS = "SELECT table_name, column_name, column_type, column_key"
            + " FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position";
    private static final String TIES = """
            SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name,
                   referenced_column_name
            FROM information_schema.key_column_usage
            WHERE table_schema = ? AND referenced_table_name IS NOT NULL
            ORDER BY table_name, constraint_name, ordinal_position""";
    private static final Set<String> HISTORIES = Set.of(
            "databasechangelog", "databasechangeloglock", "ficus_change", "ficus_statement", "flyway_schema_history");

    private final Connection connection;
    private final String database;

    private SourceCatalog(Connection connection) throws SQLException {
        this.connection = connection;
        this.database = connection.getCatalog();
    }

    /**
     * Everything that the login may see.
     *
     * @throws FicusException what {@link MysqlServer#open} throws, CONNECTION_LOST
     */
    static SourceSchema read(MysqlServer server) {
        try (Connection connection = server.open()) {
            SourceCatalog catalog = new SourceCatalog(connection);
            return new SourceSchema(catalog.database, catalog.tables(), catalog.ties());
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "MySQL's catalog", ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private List<SourceTable> tables() throws SQLException {
        Map<String, String> kinds = new TreeMap<>();
        each(TABLES, row -> kinds.put(row.getString(1), row.getString(2)));
        Map<String, Map<String, String>> columns = new TreeMap<>();
        Map<String, List<String>> keys = new TreeMap<>();
        each(COLUMNS, row -> {
            columns.computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>())
                    .put(row.getString(2), row.getString(3));
            if ("PRI".equals(row.getString(4))) {
                keys.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2));
            }
        });
        return kinds.entrySet().stream()
                .map(entry -> new SourceTable(
                        entry.getKey(),
                        columns.getOrDefault(entry.getKey(), Map.of()),
                        keys.getOrDefault(entry.getKey(), List.of()),
                        leftOut(entry.getKey(), entry.getValue())))
                .toList();
    }

    private Optional<SourceTable.Reason> leftOut(String name, String kind) {
        return switch (kind) {
            case "BASE TABLE" ->
                HISTORIES.contains(name.toLowerCase(Locale.ROOT))
                        ? reason("it keeps the history of this database", "nothing: it stays where it is")
                        : refused(name);
            case "VIEW" ->
                reason(
                        "it is a view, which has no rows of its own",
                        "write it anew for PostgreSQL, as a change in migrations-postgres");
            case "SEQUENCE" ->
                reason("it is a sequence", "make it anew in PostgreSQL, as a change in migrations-postgres");
            default ->
                reason(
                        "it is a " + kind.toLowerCase(Locale.ROOT) + " table, which Ficus does not copy",
                        "make it a plain table on MySQL, or leave it there");
        };
    }

    /** What a domain with this table would be refused for. */
    private Optional<SourceTable.Reason> refused(String table) {
        try {
            MysqlCatalog.tables(connection, new DomainSettings("proposal", List.of(table)));
            return Optional.empty();
        } catch (FicusException e) {
            if (e.code().kind() != ErrorKind.STATE) {
                throw e;
            }
            return reason(joined(e, Problem::what), joined(e, Problem::fix));
        }
    }

    private static String joined(FicusException e, Function<Problem, String> part) {
        return String.join("; ", e.problems().stream().map(part).distinct().toList());
    }

    private static Optional<SourceTable.Reason> reason(String what, String todo) {
        return Optional.of(new SourceTable.Reason(what, todo));
    }

    private List<Tie> ties() throws SQLException {
        Map<List<String>, Tie> ties = new LinkedHashMap<>();
        each(TIES, row -> {
            String schema = row.getString(4);
            Tie part = new Tie(
                    row.getString(1),
                    List.of(row.getString(3)),
                    schema.equalsIgnoreCase(database) ? row.getString(5) : schema + "." + row.getString(5),
                    List.of(row.getString(6)));
            ties.merge(List.of(row.getString(1), row.getString(2)), part, SourceCatalog::joined);
        });
        return List.copyOf(ties.values());
    }

    private static Tie joined(Tie first, Tie next) {
        List<String> columns = new ArrayList<>(first.columns());
        columns.addAll(next.columns());
        List<String> referenced = new ArrayList<>(first.referencedColumns());
        referenced.addAll(next.referencedColumns());
        return new Tie(first.table(), columns, first.referencedTable(), referenced);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
