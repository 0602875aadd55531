package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.PostgresReplication;
import dev.ficus.dualwrite.table.MysqlCatalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Looks at everything that the strangler needs before it starts: servers, logins, server settings, tables. Writes
 * nothing. It does not look at the values in the tables, so the first copy may still meet one that cannot be carried over.
 */
public final class Doctor {
    /**
     * One thing that was looked at.
     *
     * @param found what is there, where nothing is wrong
     */
    public record Check(String subject, List<Problem> problems, String found) {}

    /** An examination: what was found, or a failure with the problems. */
    @FunctionalInterface
    private interface Examination {
        String run() throws SQLException;
    }

    private final List<Check> checks = new ArrayList<>();
    private final Set<DatabaseSettings> unreachable = new HashSet<>();

    private Doctor() {}

    /** Every check, in the order of the file; one that fails does not keep the others from running. */
    public static List<Check> examine(Settings settings) {
        Doctor doctor = new Doctor();
        settings.databases().forEach(doctor::database);
        settings.strangler().ifPresent(doctor::strangler);
        return doctor.checks;
    }

    private void database(DatabaseSettings database) {
        String subject = "database " + database.name();
        check(subject, database.toString(), () -> connect(database));
        if (!last().problems().isEmpty()) {
            unreachable.add(database);
        }
    }

    /** What stands on a database that cannot be reached is not checked: its problem is reported already. */
    private void strangler(StranglerSettings settings) {
        if (!unreachable.contains(settings.from())) {
            MysqlServer mysql = new MysqlServer(settings.from());
            check("binlog of " + settings.from().name(), settings.from().toString(), () -> binlog(mysql));
            for (DomainSettings domain : settings.domains()) {
                check("domain " + domain.name(), settings.from().toString(), () -> tables(mysql, domain));
            }
        }
        if (!unreachable.contains(settings.to())) {
            PostgresServer postgres = new PostgresServer(settings.to());
            check("wal of " + settings.to().name(), settings.to().toString(), () -> wal(postgres, settings.to()));
        }
    }

    private void check(String subject, String where, Examination examination) {
        try {
            checks.add(new Check(subject, List.of(), examination.run()));
        } catch (FicusException e) {
            checks.add(new Check(subject, e.problems(), ""));
        } catch (SQLException e) {
            FicusException failure = SqlFailures.onStatement(
                    e, where, ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
            checks.add(new Check(subject, failure.problems(), ""));
        }
    }

    private Check last() {
        return checks.get(checks.size() - 1);
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

    private static String binlog(MysqlServer mysql) throws SQLException {
        try (Connection connection = mysql.open()) {
            MysqlPosition.check(connection);
            return "suits a stream";
        }
    }

    private static String tables(MysqlServer mysql, DomainSettings domain) throws SQLException {
        try (Connection connection = mysql.open()) {
            return MysqlCatalog.tables(connection, domain).size() + " tables, every type is handled";
        }
    }

    private static String wal(PostgresServer postgres, DatabaseSettings settings) throws SQLException {
        try (Connection connection = postgres.open()) {
            List<Problem> problems = PostgresReplication.problems(connection, settings.toString());
            if (!problems.isEmpty()) {
                throw new FicusException(problems, null);
            }
            return "suits a stream";
        }
    }
}
