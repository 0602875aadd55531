package dev.ficus.dualwrite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads CHECK constraints from {@code information_schema}: MySQL 8.0.16 and later, every MariaDB. */
public final class MysqlChecks {
    private static final String MYSQL = """
            SELECT c.constraint_name, c.check_clause, t.enforced
            FROM information_schema.check_constraints c
            JOIN information_schema.table_constraints t
              ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
             AND t.constraint_type = 'CHECK'
            WHERE t.table_schema = ? AND t.table_name = ? ORDER BY 1""";
    private static final String MARIADB = """
            SELECT constraint_name, check_clause, 'YES' FROM information_schema.check_constraints
            WHERE constraint_schema = ? AND table_name = ? ORDER BY 1""";

    private final Connection connection;
    private final String sql;

    public MysqlChecks(Connection connection) throws SQLException {
        this.connection = connection;
        this.sql = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB") ? MARIADB : MYSQL;
    }

    /** Those of a table, by name; MariaDB names one of a column like the column. */
    public List<Check> of(Table table) throws SQLException {
        List<Check> checks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.database());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    checks.add(new Check(rows.getString(1), rows.getString(2), "YES".equals(rows.getString(3))));
                }
            }
        }
        return checks;
    }
}
