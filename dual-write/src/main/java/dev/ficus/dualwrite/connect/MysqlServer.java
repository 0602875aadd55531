package dev.ficus.dualwrite.connect;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The MySQL or MariaDB side of a strangler. Thread-safe: every call opens a connection of its own. */
public final class MysqlServer {
    private final DatabaseSettings settings;

    public MysqlServer(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** The entry of {@code ficus.yaml}. */
    public DatabaseSettings settings() {
        return settings;
    }

    /**
     * Opens a connection in UTC, utf8mb4 and a strict mode, so that what is read and written does not depend on the
     * server's defaults. {@code NO_AUTO_VALUE_ON_ZERO} keeps a key of 0 a 0.
     */
    public Connection open() {
        return open(new Properties());
    }

    /**
     * As {@link #open}, and JDBC batches go out as multi-row INSERTs or as many statements in one packet. An UPDATE counts
     * the rows that it found, not those that it changed.
     */
    public Connection openForBatches() {
        Properties properties = new Properties();
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("useAffectedRows", "false");
        return open(properties);
    }

    private Connection open(Properties properties) {
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("useServerPrepStmts", "false");
        Connection connection = Connections.open(settings, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET NAMES utf8mb4");
            statement.execute("SET SESSION time_zone = '+00:00',"
                    + " sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, e);
        }
    }

    private RuntimeException closing(Connection connection, SQLException e) {
        try {
            connection.close();
        } catch (SQLException suppressed) {
            e.addSuppressed(suppressed);
        }
        return SqlFailures.onStatement(
                e, settings.toString(), ErrorCode.CANNOT_CONNECT, "use MySQL 8.0 or later, or MariaDB 10.6 or later");
    }
}
