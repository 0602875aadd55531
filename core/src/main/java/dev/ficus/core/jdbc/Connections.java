package dev.ficus.core.jdbc;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens JDBC connections to the databases of {@code ficus.yaml}. Stateless and thread-safe. */
public final class Connections {
    private static final int LOGIN_SECONDS = 10;

    private Connections() {}

    /**
     * Opens a connection with the driver's defaults plus {@code extra}.
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
            return DriverManager.getConnection(database.url(), properties);
        } catch (SQLException e) {
            throw SqlFailures.onConnect(e, database);
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
