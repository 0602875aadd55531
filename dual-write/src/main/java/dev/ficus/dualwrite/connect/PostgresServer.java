package dev.ficus.dualwrite.connect;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGProperty;

/** The PostgreSQL side of a strangler. Thread-safe: every call opens a connection of its own. */
public final class PostgresServer {
    private static final String APPLICATION = "ficus";

    private final DatabaseSettings settings;

    public PostgresServer(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** The entry of {@code ficus.yaml}. */
    public DatabaseSettings settings() {
        return settings;
    }

    /** Opens a connection in UTC, with ISO dates and floats printed so that they read back exactly. */
    public Connection open() {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        Connection connection = Connections.open(settings, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';"
                    + " SET extra_float_digits = 1; SET bytea_output = 'hex'");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, e);
        }
    }

    /**
     * Opens a connection of the replication protocol. {@code socketTimeout} is 0: a blocking read on an idle slot dies
     * of any other value (pgjdbc issue 4328).
     */
    public Connection openReplication() {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.SOCKET_TIMEOUT.set(properties, 0);
        return Connections.open(settings, properties);
    }

    private RuntimeException closing(Connection connection, SQLException e) {
        try {
            connection.close();
        } catch (SQLException suppressed) {
            e.addSuppressed(suppressed);
        }
        return SqlFailures.onStatement(e, settings.toString(), ErrorCode.CANNOT_CONNECT, "use PostgreSQL 14 or later");
    }
}
