package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.control.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The application that knows MySQL only, by plain JDBC. It has never heard of Ficus. */
final class LegacyApplication implements Application {
    private final DatabaseSettings mysql;
    private final Ledger ledger;
    private @Nullable Connection connection;

    LegacyApplication(DatabaseSettings mysql, Ledger ledger) {
        this.mysql = mysql;
        this.ledger = ledger;
    }

    /** Opens a connection as such an application does: in UTC, with batches sent as one statement. */
    static Connection open(DatabaseSettings mysql) {
        Properties properties = new Properties();
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("tinyInt1isBit", "false");
        return Connections.open(mysql, properties);
    }

    @Override
    public Outcome write(ShopWrite write) {
        List<WrittenRow> written;
        try {
            written = write.body().apply(connection());
        } catch (SQLException e) {
            undo(e);
            return told(e);
        } catch (StaleRow e) {
            undo(e);
            throw e;
        }
        try {
            connection().commit();
        } catch (SQLException e) {
            undo(e);
            ledger.unknown(Owner.MYSQL, written);
            return Outcome.UNKNOWN;
        }
        ledger.accepted(Owner.MYSQL, written);
        return Outcome.ACCEPTED;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    private Outcome told(SQLException e) {
        if (refusedByFence(e)) {
            return Outcome.REFUSED;
        }
        if (SqlFailures.lockWait(e) || SqlFailures.connectionLost(e)) {
            return Outcome.FAILED;
        }
        throw failed(e);
    }

    /** The application knows a refusal by its text alone. */
    private static boolean refusedByFence(SQLException e) {
        return SqlFailures.firstLine(e).contains("ficus fence");
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = open(mysql);
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    /** Rolls back; where even that fails, the connection is broken, and the server rolls back by itself. */
    private void undo(Exception cause) {
        Connection open = connection;
        try {
            if (open != null) {
                open.rollback();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            connection = null;
        }
    }

    private FicusException failed(SQLException e) {
        return SqlFailures.onStatement(
                e,
                mysql.toString(),
                ErrorCode.INTERNAL,
                "this is a bug of the demo: run it again with -v and report what it prints");
    }
}
