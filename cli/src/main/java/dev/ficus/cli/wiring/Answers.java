package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** Which of the databases of {@code ficus.yaml} answer. Writes nothing. */
public final class Answers {
    /**
     * One database.
     *
     * @param found product and version; empty where it does not answer
     * @param problems why it does not answer; empty where it does
     */
    public record Answer(DatabaseSettings database, String found, List<Problem> problems) {
        public Answer {
            problems = List.copyOf(problems);
        }

        /** Whether it answers. */
        public boolean reached() {
            return problems.isEmpty();
        }
    }

    private Answers() {}

    /** All of them, in the order given; one that fails does not keep the others from being asked. */
    public static List<Answer> of(List<DatabaseSettings> databases) {
        return databases.stream().map(Answers::of).toList();
    }

    private static Answer of(DatabaseSettings database) {
        try {
            return new Answer(database, connect(database), List.of());
        } catch (FicusException e) {
            return new Answer(database, "", e.problems());
        } catch (SQLException e) {
            FicusException failure = SqlFailures.onStatement(
                    e, database.toString(), ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
            return new Answer(database, "", failure.problems());
        }
    }

    private static String connect(DatabaseSettings database) throws SQLException {
        if (database.kind() == DatabaseKind.MONGO) {
            return mongo(database);
        }
        try (Connection connection = Connections.open(database, new Properties())) {
            String version = connection.getMetaData().getDatabaseProductVersion();
            boolean mariadb = version.contains("MariaDB");
            return (mariadb ? "MariaDB" : connection.getMetaData().getDatabaseProductName()) + " " + version;
        }
    }

    private static String mongo(DatabaseSettings database) {
        if (database.migrations().isEmpty()) {
            return "not asked: it keeps no history";
        }
        try (MigrationHistory history = Histories.open(database)) {
            return "answers, " + history.status().changes().size() + " changes";
        }
    }
}
