package dev.ficus.dualwrite.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the two servers, and what it is asked. */
final class Side {
    private final Connection connection;
    private final String where;

    /** @param where how findings name it: {@code MySQL legacy} */
    Side(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    Connection connection() {
        return connection;
    }

    String where() {
        return where;
    }

    /** How findings name something on it: {@code MySQL legacy, table orders}. */
    String where(String thing) {
        return where + ", " + thing;
    }

    /** The database that it is connected to. */
    String database() throws SQLException {
        return connection.getCatalog();
    }

    /** Whether the server is MariaDB. */
    boolean mariadb() throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    }

    /** The rows of a query, as texts. */
    List<List<@Nullable String>> rows(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    /** The first column of the first row. */
    Optional<String> value(String sql, String... parameters) throws SQLException {
        List<List<@Nullable String>> rows = rows(sql, parameters);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(rows.get(0).get(0));
    }

    /** Whether PostgreSQL answers true, or MySQL 1. */
    boolean yes(String sql, String... parameters) throws SQLException {
        return value(sql, parameters)
                .filter(text -> text.equals("t") || text.equals("1"))
                .isPresent();
    }

    /** A global variable of MySQL; empty where the server has none of that name. */
    Optional<String> variable(String name) throws SQLException {
        List<List<@Nullable String>> rows = rows("SHOW GLOBAL VARIABLES LIKE ?", name);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(rows.get(0).get(1));
    }

    /** As {@link #variable}; 0 where there is none. */
    long number(String variable) throws SQLException {
        return variable(variable).map(text -> (long) Double.parseDouble(text)).orElse(0L);
    }

    /** A setting of PostgreSQL in its base unit; empty where the server has none of that name. */
    Optional<String> setting(String name) throws SQLException {
        return value("SELECT setting FROM pg_settings WHERE name = ?", name);
    }
}
