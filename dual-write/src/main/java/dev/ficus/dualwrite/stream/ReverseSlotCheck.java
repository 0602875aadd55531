package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether PostgreSQL and its tables suit a slot of the way back. */
final class ReverseSlotCheck {
    private final Connection connection;
    private final String slot;
    private final String where;

    /** @param slot its name; a slot of that name does not count as used */
    ReverseSlotCheck(Connection connection, String slot, String where) {
        this.connection = connection;
        this.slot = slot;
        this.where = where;
    }

    /** All at once; empty where the slot can be created. */
    List<Problem> problems(List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>(PostgresReplication.problems(connection, where));
        String free = text("SELECT current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots"
                + " WHERE slot_name <> '" + slot + "'");
        if (Integer.parseInt(free) < 1) {
            problems.add(new Problem(
                    ErrorCode.REPLICATION_SLOTS_USED_UP,
                    "every replication slot of the server is in use",
                    where,
                    "drop a slot that nobody reads, or raise max_replication_slots and restart the server"));
        }
        for (Table table : tables) {
            identityProblem(table).ifPresent(problems::add);
        }
        return problems;
    }

    /** PostgreSQL sends the key of a changed row only where the table says which columns that is. */
    private Optional<Problem> identityProblem(Table table) throws SQLException {
        String sql =
                "SELECT c.relreplident, EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)"
                        + " FROM pg_class c WHERE c.oid = to_regclass(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.postgresName());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.of(problem(ErrorCode.TABLE_MISSING, table, "is missing", "ficus migrate up"));
                }
                if (!row.getBoolean(2)) {
                    return Optional.of(problem(
                            ErrorCode.TABLE_WITHOUT_KEY, table, "has no primary key", "add the primary key of MySQL"));
                }
                String fix = "ALTER TABLE " + table.postgresName() + " REPLICA IDENTITY DEFAULT";
                return "d".equals(row.getString(1))
                        ? Optional.empty()
                        : Optional.of(problem(
                                ErrorCode.TABLE_MISMATCH, table, "does not identify rows by its primary key", fix));
            }
        }
    }

    private Problem problem(ErrorCode code, Table table, String what, String fix) {
        return new Problem(code, "table " + table.name() + " " + what, where, fix);
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
