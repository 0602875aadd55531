package dev.ficus.dualwrite.table;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.PostgresColumn.Fit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks whether the tables of a domain stand in PostgreSQL as their values need it. */
public final class PostgresCatalog {
    private static final String KEY = """
            SELECT a.attname FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indisprimary AND i.indrelid = to_regclass(?) ORDER BY k.place""";

    private final Connection connection;
    private final Set<String> keyless;
    private final List<Problem> problems = new ArrayList<>();

    private PostgresCatalog(Connection connection, Set<String> keyless) {
        this.connection = connection;
        this.keyless = keyless;
    }

    /**
     * These tables with what only PostgreSQL knows: which of MySQL's generated columns it computes too. A table that it
     * does not have stays as it is.
     */
    public static List<Table> resolve(Connection connection, List<Table> tables) throws SQLException {
        List<Table> resolved = new ArrayList<>();
        for (Table table : tables) {
            boolean asks = table.columns().stream()
                    .anyMatch(column -> column.generated().isPresent());
            resolved.add(asks ? resolved(table, PostgresColumns.of(connection, table)) : table);
        }
        return List.copyOf(resolved);
    }

    /**
     * Refuses tables that are missing, have other columns, another primary key, or a column that does not take MySQL's
     * values, all of them at once. The order of the columns does not matter: Ficus names them in every statement. Longer
     * text than MySQL's is no fault here.
     *
     * @param tables after {@link #resolve}
     * @throws FicusException TABLE_MISSING, TABLE_MISMATCH
     */
    public static void check(Connection connection, List<Table> tables) throws SQLException {
        check(connection, tables, Set.of());
    }

    /** @param keyless the MySQL names of those that a backfill took the primary key of */
    public static void check(Connection connection, List<Table> tables, Set<String> keyless) throws SQLException {
        PostgresCatalog catalog = new PostgresCatalog(connection, keyless);
        for (Table table : tables) {
            catalog.check(table);
        }
        if (!catalog.problems.isEmpty()) {
            throw new FicusException(catalog.problems, null);
        }
    }

    private static Table resolved(Table table, List<PostgresColumn> columns) {
        Set<String> generated = columns.stream()
                .filter(PostgresColumn::generated)
                .map(PostgresColumn::name)
                .collect(Collectors.toSet());
        return table.with(table.columns().stream()
                .map(column -> generated.contains(column.target()) ? column.generatedInPostgres() : column)
                .toList());
    }

    private void check(Table table) throws SQLException {
        Map<String, PostgresColumn> columns = PostgresColumns.of(connection, table).stream()
                .collect(Collectors.toMap(PostgresColumn::name, Function.identity()));
        if (columns.isEmpty()) {
            problems.add(new Problem(
                    ErrorCode.TABLE_MISSING,
                    "there is no table " + table.target() + " in PostgreSQL",
                    "PostgreSQL " + table.target(),
                    "create it: ficus schema convert DOMAIN, then ficus migrate up"));
            return;
        }
        names(table, columns.keySet());
        if (!keyless.contains(table.name())) {
            keyed(table);
        }
        for (Column column : table.columns()) {
            PostgresColumn there = columns.get(column.target());
            if (there != null) {
                column(table, column, there);
            }
        }
    }

    private void keyed(Table table) throws SQLException {
        List<String> key = key(table);
        if (key.isEmpty()) {
            mismatch(
                    table,
                    "it has no primary key in PostgreSQL",
                    "give it MySQL's key; where a backfill has taken it down and is not over, let it end: ficus backfill");
        } else if (!key.equals(table.key().stream().map(Column::target).toList())) {
            mismatch(table, "the primary key in PostgreSQL is " + key, "give it MySQL's key");
        }
    }

    private void names(Table table, Set<String> there) {
        Set<String> wanted = table.columns().stream().map(Column::target).collect(Collectors.toSet());
        Set<String> different = new TreeSet<>(wanted);
        different.removeAll(there);
        there.stream().filter(column -> !wanted.contains(column)).forEach(different::add);
        if (!different.isEmpty()) {
            mismatch(
                    table,
                    "these columns stand on one side only: " + String.join(", ", different),
                    "bring it to MySQL's structure, or map a name in ficus.yaml: strangler.convert.tables."
                            + table.name() + ".columns");
        }
    }

    private void column(Table table, Column column, PostgresColumn there) {
        String alter = "ALTER TABLE " + table.postgresName() + " ALTER COLUMN " + column.postgresName();
        String choose = "strangler.convert.tables." + table.name() + ".columns." + column.name();
        String name = "column " + there.name();
        if (there.fit() == Fit.OTHER) {
            String wanted = column.value().postgresType();
            mismatch(
                    table,
                    name + " is " + there.type() + " in PostgreSQL, where " + wanted + " belongs for MySQL's "
                            + column.type().declaration(),
                    alter + " TYPE " + wanted + "; or, if Ficus can convert to it, choose PostgreSQL's type in"
                            + " ficus.yaml, " + choose + ": { to: " + there.type() + " }");
        }
        if (there.generated() && column.generated().isEmpty()) {
            mismatch(
                    table,
                    name + " is computed by PostgreSQL, which refuses MySQL's values for it",
                    alter + " DROP EXPRESSION");
        }
        if (there.alwaysIdentity()) {
            mismatch(
                    table,
                    name + " takes no number that PostgreSQL did not give (GENERATED ALWAYS AS IDENTITY)",
                    alter + " SET GENERATED BY DEFAULT");
        }
        if (there.notNull() && column.nullableInPostgres() && column.writtenToPostgres()) {
            mismatch(
                    table,
                    name + " is NOT NULL in PostgreSQL, "
                            + (column.nullable()
                                    ? "and may be NULL in MySQL"
                                    : "and NULL is chosen for values that are none there"),
                    alter + " DROP NOT NULL"
                            + (column.nullable() ? "" : "; or choose something else in ficus.yaml, " + choose));
        }
    }

    private void mismatch(Table table, String what, String fix) {
        problems.add(new Problem(
                ErrorCode.TABLE_MISMATCH,
                "table " + table.target() + " does not suit MySQL's: " + what,
                "PostgreSQL " + table.target(),
                "by a change of the PostgreSQL history: " + fix));
    }

    private List<String> key(Table table) throws SQLException {
        List<String> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(KEY)) {
            statement.setString(1, table.postgresName());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    key.add(rows.getString(1));
                }
            }
        }
        return key;
    }
}
