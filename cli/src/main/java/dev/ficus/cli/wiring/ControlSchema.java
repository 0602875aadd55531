package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.migrations.mysql.MysqlHistory;
import dev.ficus.migrations.postgres.PostgresHistory;
import dev.ficus.migrations.sql.HistorySource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The schema {@code ficus} on both sides of a strangler. It is a migration history whose files are part of Ficus, so that
 * whoever can run {@code migrate} can run the strangler, and nobody installs anything by hand.
 */
public final class ControlSchema {
    private static final String SCHEMA = "ficus";
    private static final String RESOURCES = "dev/ficus/dualwrite/control/";

    private ControlSchema() {}

    /**
     * Brings the schema up to date on both sides. Where it is, that costs one query on each side, and Liquibase is not
     * loaded. Safe beside another run: the history has its lock.
     */
    public static void bringUpToDate(StranglerSettings settings, Progress progress) {
        bringUpToDate(settings.from(), progress);
        bringUpToDate(settings.to(), progress);
    }

    /** Whether the schema is up to date on the side that holds phases; where it is not, no domain was ever touched. */
    public static boolean present(StranglerSettings settings) {
        return recorded(settings.to()) > 0;
    }

    private static void bringUpToDate(DatabaseSettings database, Progress progress) {
        HistorySource files = HistorySource.classpath(
                Control.class, RESOURCES + database.kind().word());
        if (recorded(database)
                == files.files(database.name(), ControlSchema::fail).size()) {
            return;
        }
        try (MigrationHistory history = history(database, files)) {
            history.up(UpOptions.DEFAULT, progress);
        }
    }

    private static void fail(Problem problem) {
        throw new FicusException(problem);
    }

    private static MigrationHistory history(DatabaseSettings database, HistorySource files) {
        return database.kind() == DatabaseKind.MYSQL
                ? MysqlHistory.open(database, files, SCHEMA)
                : PostgresHistory.open(database, files, SCHEMA);
    }

    private static int recorded(DatabaseSettings database) {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            boolean exists = number(
                            statement,
                            "SELECT count(*) FROM information_schema.tables"
                                    + " WHERE table_schema = 'ficus' AND table_name = 'ficus_change'")
                    > 0;
            return exists ? number(statement, "SELECT count(*) FROM ficus.ficus_change") : 0;
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e,
                    "schema ficus of " + database,
                    ErrorCode.HISTORY_UNREADABLE,
                    "give user " + database.user().orElse("(none)") + " the right to read the schema ficus");
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
