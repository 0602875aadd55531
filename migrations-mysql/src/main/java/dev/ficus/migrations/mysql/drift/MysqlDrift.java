package dev.ficus.migrations.mysql.drift;

import dev.ficus.core.drift.SchemaObject;
import dev.ficus.core.drift.SchemaObject.Key;
import dev.ficus.core.drift.ScratchName;
import dev.ficus.core.drift.Snapshot;
import dev.ficus.migrations.sql.drift.Catalog;
import dev.ficus.migrations.sql.drift.DriftServer;
import dev.ficus.migrations.sql.drift.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * MySQL's and MariaDB's side of a drift report. A session that uses a scratch database holds the named lock of that name,
 * which everybody can ask for and which ends with the session.
 */
public final class MysqlDrift implements DriftServer {

    @Override
    public Snapshot snapshot(Connection connection, Scope scope) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION group_concat_max_len = 1000000");
            statement.execute("START TRANSACTION READ ONLY");
            boolean mariaDb = isMariaDb(connection);
            HomeName home = new HomeName(scope.home());
            List<SchemaObject> objects =
                    Catalog.read(connection, mariaDb ? Queries.MARIADB : Queries.MYSQL, home::removed, scope.home());
            if (mariaDb) {
                objects.addAll(sequences(connection, scope.home()));
            }
            return new Snapshot(objects);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void make(Connection admin, String name) throws SQLException {
        if (!"1".equals(values(admin, "SELECT GET_LOCK(?, 0)", name).get(0))) {
            throw new SQLException("the name " + name + " is taken");
        }
        String like = values(admin, """
                SELECT CONCAT(DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME)
                FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?""", admin.getCatalog()).get(0);
        execute(admin, "CREATE DATABASE " + name + " CHARACTER SET " + like);
    }

    @Override
    public void drop(Connection admin, String name, boolean force) throws SQLException {
        if (force) {
            // Does not wait for ever for a statement of our own that is still running there.
            execute(admin, "SET SESSION lock_wait_timeout = 30");
        }
        execute(admin, "DROP DATABASE IF EXISTS " + name);
    }

    @Override
    public List<String> leftovers(Connection admin) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String name : values(admin, """
                SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ? ORDER BY SCHEMA_NAME""", "ficus\\_drift\\_%")) {
            if (ScratchName.matches(name)
                    && "1".equals(values(admin, "SELECT IS_FREE_LOCK(?)", name).get(0))) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public String prepare(Connection real, Connection scratch, String home) throws SQLException {
        return scratch.getCatalog();
    }

    /** What the user cannot see it cannot write either. */
    @Override
    public Reaches reaches(Connection scratch) throws SQLException {
        Set<String> others = new HashSet<>();
        for (String name : values(scratch, """
                SELECT LOWER(SCHEMA_NAME) FROM information_schema.SCHEMATA
                WHERE SCHEMA_NAME NOT IN ('information_schema', 'performance_schema', 'sys', ?)""", scratch.getCatalog())) {
            others.add(name);
        }
        return new MysqlReach(others)::of;
    }

    /** MariaDB's sequences tell of themselves like tables. */
    private static List<SchemaObject> sequences(Connection connection, String schema) throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        for (String name : values(connection, """
                SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE' AND TABLE_SCHEMA = ?
                ORDER BY TABLE_NAME""", schema)) {
            String table = quoted(schema) + "." + quoted(name);
            String definition = values(connection, """
                    SELECT CONCAT_WS(' ', 'start', start_value, 'increment', increment, 'minvalue', minimum_value,
                      'maxvalue', maximum_value, 'cache', cache_size, IF(cycle_option, 'cycle', NULL))
                    FROM %s WHERE ? <> ''""".formatted(table), schema).get(0);
            objects.add(new SchemaObject(new Key("sequence", name), Optional.empty(), definition));
        }
        return objects;
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection
                .getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> values(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
                return values;
            }
        }
    }
}
