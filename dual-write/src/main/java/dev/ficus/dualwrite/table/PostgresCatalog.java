package dev.ficus.dualwrite.table;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether the tables of a domain stand in PostgreSQL as MySQL has them. */
public final class PostgresCatalog {
    private static final String COLUMNS = "SELECT column_name FROM information_schema.columns"
            + " WHERE table_schema = current_schema() AND table_name = ?";
    private static final String KEY = """
            SELECT a.attname FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indisprimary AND i.indrelid = to_regclass(?) ORDER BY k.place""";

    private PostgresCatalog() {}

    /**
     * Refuses tables that are missing, have other columns or another primary key, all of them at once. The order of the
     * columns does not matter: Ficus names them in every statement.
     *
     * @throws FicusException TABLE_MISSING, TABLE_MISMATCH
     */
    public static void check(Connection connection, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            List<String> columns = strings(connection, COLUMNS, table.target());
            if (columns.isEmpty()) {
                problems.add(new Problem(
                        ErrorCode.TABLE_MISSING,
                        "there is no table " + table.name() + " in PostgreSQL",
                        "PostgreSQL " + table.name(),
                        "create it: ficus schema convert DOMAIN, then ficus migrate up"));
            } else {
                compare(connection, table, columns, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private static void compare(Connection connection, Table table, List<String> columns, List<Problem> problems)
            throws SQLException {
        Set<String> wanted = table.columns().stream().map(Column::target).collect(Collectors.toSet());
        Set<String> different = new HashSet<>(wanted);
        different.removeAll(columns);
        columns.stream().filter(column -> !wanted.contains(column)).forEach(different::add);
        if (!different.isEmpty()) {
            problems.add(mismatch(table, "these columns stand on one side only: " + sorted(different)));
        }
        List<String> key = strings(connection, KEY, table.postgresName());
        if (!key.equals(table.key().stream().map(Column::target).toList())) {
            problems.add(mismatch(table, "the primary key in PostgreSQL is " + key));
        }
    }

    private static Problem mismatch(Table table, String what) {
        return new Problem(
                ErrorCode.TABLE_MISMATCH,
                "table " + table.name() + " is not the same on both sides: " + what,
                "PostgreSQL " + table.name(),
                "bring it to MySQL's structure by a change of the PostgreSQL history");
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static List<String> strings(Connection connection, String sql, String parameter) throws SQLException {
        List<String> result = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    result.add(rows.getString(1));
                }
            }
        }
        return result;
    }
}
