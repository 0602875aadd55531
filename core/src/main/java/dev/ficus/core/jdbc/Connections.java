package dev.ficus.core.jdbc;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens JDBC connections to the databases of {@code ficus.yaml}. Stateless and thread-safe. */
public final class Connections {
    private static final int LOGIN_SECONDS = 10;
    /**
     * The default search_path begins with the schema that is called like the user. For a user called ficus that is the
     * control schema, where the application's tables would then be made.
     */
    private static final String LEAVE_CONTROL_SCHEMA = "SELECT set_config('search_path', string_agg(quote_ident(name),"
            + " ', ' ORDER BY place), false)"
            + " FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)"
            + " WHERE name <> 'ficus' AND current_schema() = 'ficus' HAVING count(*) > 0";

    private Connections() {}

    /**
     * Opens a connection with the driver's defaults plus {@code extra}. On PostgreSQL unqualified names never mean the
     * control schema.
     *
     * @throws FicusException CANNOT_CONNECT, LOGIN_REFUSED, DATABASE_MISSING or RIGHT_MISSING, each with its fix
     */
    public static Connection open(DatabaseSettings database, Properties extra) {
        Properties properties = new Properties();
        properties.putAll(extra);
        database.user().ifPresent(user -> properties.setProperty("user", user));
        database.password().ifPresent(password -> properties.setProperty("password", password));
        properties.putIfAbsent("connectTimeout", connectTimeout(database));
        try {
            Connection connection = DriverManager.getConnection(database.url(), properties);
            return database.kind() == DatabaseKind.POSTGRES && !properties.containsKey("replication")
                    ? leavingControlSchema(connection)
                    : connection;
        } catch (SQLException e) {
            throw SqlFailures.onConnect(e, database);
        }
    }

    private static Connection leavingControlSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LEAVE_CONTROL_SCHEMA);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Both drivers know this property: pgjdbc counts in seconds, Connector/J in milliseconds. */
    private static String connectTimeout(DatabaseSettings database) {
        return switch (database.kind()) {
            case MYSQL -> Integer.toString(LOGIN_SECONDS * 1000);
            case POSTGRES, MONGO -> Integer.toString(LOGIN_SECONDS);
        };
    }
}
