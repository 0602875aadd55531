package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.TableSize;
import dev.ficus.migrations.sql.lint.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server knows about tables; without a connection nothing is known. Reads the catalog and no table. */
final class PostgresCatalog implements Tables {
    private final Optional<Connection> connection;

    PostgresCatalog(Optional<Connection> connection) {
        this.connection = connection;
    }

    @Override
    public Optional<TableSize> size(String table) throws SQLException {
        return ask(
                        "SELECT greatest(reltuples, 0)::bigint || ' ' || pg_total_relation_size(oid) FROM pg_class"
                                + " WHERE oid = to_regclass(?) AND relkind IN ('r', 'm', 'p')",
                        table)
                .stream()
                .findFirst()
                .map(found -> found.split(" ", -1))
                .map(found -> new TableSize(Long.parseLong(found[0]), Long.parseLong(found[1])));
    }

    /** The type of a column as {@code format_type} prints it. */
    Optional<String> type(String table, String column) throws SQLException {
        return ask(
                        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                                + " WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped",
                        table,
                        PostgresAction.key(column))
                .stream()
                .findFirst();
    }

    /** True where the server has such a function and none of that name is volatile. */
    boolean isStable(String function) throws SQLException {
        return ask("SELECT bool_and(provolatile <> 'v')::text FROM pg_proc WHERE proname = ?", function)
                .contains("true");
    }

    /** The validated checks of a table. */
    List<String> checks(String table) throws SQLException {
        return ask(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE conrelid = to_regclass(?) AND contype = 'c' AND convalidated",
                table);
    }

    /** The table of an index. */
    Optional<String> tableOf(String index) throws SQLException {
        return ask("SELECT indrelid::regclass::text FROM pg_index WHERE indexrelid = to_regclass(?)", index).stream()
                .findFirst();
    }

    /** The tables and views that the query of a view names. */
    List<String> sources(String view) throws SQLException {
        return ask(
                "SELECT DISTINCT c.oid::regclass::text FROM pg_rewrite r"
                        + " JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid"
                        + " JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid"
                        + " WHERE r.ev_class = to_regclass(?) AND c.oid <> r.ev_class ORDER BY 1",
                view);
    }

    /** Whether every session of this user waits for locks only so long. */
    boolean limitsLockWaits() throws SQLException {
        return ask("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'").stream()
                .anyMatch(setting -> !setting.equals("0"));
    }

    private List<String> ask(String query, String... values) throws SQLException {
        if (connection.isEmpty()) {
            return List.of();
        }
        List<String> answers = new ArrayList<>();
        try (PreparedStatement statement = connection.get().prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getString(1) != null) {
                        answers.add(rows.getString(1));
                    }
                }
            }
        }
        return answers;
    }
}
