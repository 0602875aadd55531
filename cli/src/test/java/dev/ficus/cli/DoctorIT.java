package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {
    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final List<String> mysqlUsers = new ArrayList<>();
    private final List<String> postgresUsers = new ArrayList<>();

    @AfterEach
    void dropUsers() throws SQLException {
        for (String user : mysqlUsers) {
            execute(legacy, "DROP USER '" + user + "'");
        }
        for (String user : postgresUsers) {
            execute(primary, "DROP OWNED BY " + user, "DROP ROLE " + user);
        }
    }

    @Test
    void suitableServersHaveNothingThatBlocks() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        CommandRun run = project(legacy, primary).run("doctor");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()
                        .lines()
                        .limit(2)
                        .map(line -> line.strip().split("  +")[0] + ": "
                                + line.strip().split("  +")[1]))
                .containsExactly("ok: database legacy", "ok: database primary");
        assertThat(run.out()).contains("\n0 blocking findings, ");
        assertThat(run.err().lines().filter(line -> line.startsWith("next: "))).hasSize(1);
    }

    @Test
    void textNamesEachFindingWithWhatToDo() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        assertThat(project(legacy, primary).run("doctor").out()).contains("""
                info target-missing: PostgreSQL primary, table orders
                  the table is not there yet
                  fix: ficus schema convert orders, then ficus migrate up --db primary
                """);
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceTheBlockingFirst() throws SQLException {
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "binlog_format", "STATEMENT");
                SandboxServer postgres = start(DatabaseKind.POSTGRES, "wal_level", "replica")) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(
                    from,
                    "CREATE TABLE orders (id INT)",
                    "CREATE TABLE details (id INT PRIMARY KEY, name VARCHAR(9)"
                            + " COLLATE utf8mb4_unicode_ci, UNIQUE KEY by_name (name))");
            JsonNode document = project(from, postgres.freshDatabase("primary"), "orders, details, gone")
                    .json(4, "doctor");
            assertThat(document.at("/error/code").asText()).isEqualTo("DOCTOR_FINDINGS");
            assertThat(ids(document))
                    .contains("binlog-format", "table-without-key", "table-missing", "wal-level", "text-key");
            List<String> severities = new ArrayList<>();
            document.get("findings")
                    .forEach(f -> severities.add(f.get("severity").asText()));
            assertThat(severities)
                    .as("blocking, warning, info: the order of the alphabet is not that")
                    .isSortedAccordingTo((a, b) -> "bwi".indexOf(a.charAt(0)) - "bwi".indexOf(b.charAt(0)));
        }
    }

    @Test
    void binlogThatDoesNotNameColumnsIsAWarning() throws SQLException {
        String setting = version().contains("MariaDB") ? "NO_LOG" : "MINIMAL";
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "binlog_row_metadata", setting)) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(from, "CREATE TABLE orders (id INT PRIMARY KEY)");

            CommandRun run = project(from, primary).run("doctor");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("binlog-metadata", "binlog_row_metadata is " + setting);
        }
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        assertThat(project(legacy, primary).run("doctor").out()).doesNotContain("binlog-metadata");
    }

    @Test
    void binlogThatIsKeptForLessThanADayIsAWarningAndOneThatIsKeptForEverIsNone() throws SQLException {
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "binlog_expire_logs_seconds", "3600")) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(from, "CREATE TABLE orders (id INT PRIMARY KEY)");
            assertThat(project(from, primary).run("doctor").out())
                    .contains("binlog-retention", "the binlog is kept for 60 min");

            execute(from, "SET GLOBAL binlog_expire_logs_seconds = 0");
            assertThat(project(from, primary).run("doctor").out()).doesNotContain("binlog-retention");
        }
    }

    @Test
    void binlogThatIsOffIsAFinding() throws SQLException {
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "skip-log-bin", "")) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(from, "CREATE TABLE orders (id INT PRIMARY KEY)");
            assertThat(ids(project(from, primary).json(4, "doctor"))).contains("binlog-off");
        }
    }

    @Test
    void unreachableServerIsReportedOnceAndTheOtherIsStillExamined() {
        DatabaseSettings gone = new DatabaseSettings(
                "legacy",
                legacy.kind(),
                legacy.url().replaceFirst(":\\d+/", ":1/"),
                legacy.user(),
                legacy.password(),
                Optional.empty());
        JsonNode document = project(gone, primary).json(3, "doctor");
        assertThat(document.at("/error/code").asText()).isEqualTo("CANNOT_CONNECT");
        assertThat(document.has("problems")).as("one problem").isFalse();
        assertThat(document.at("/databases/0/reached").asBoolean()).isFalse();
        assertThat(ids(document)).contains("slot-wal-limit");
    }

    @Test
    void tableThatIsUnsupportedHidesNoOther() throws SQLException {
        execute(
                legacy,
                "CREATE TABLE bare (a INT NOT NULL, b INT NOT NULL, UNIQUE KEY both_of_them (a, b))",
                "CREATE TABLE orders (id INT PRIMARY KEY, parent INT, code VARCHAR(9) CHARACTER SET latin1, e"
                        + " VARCHAR(9) CHARACTER SET utf8mb4)",
                "CREATE TABLE other (id INT PRIMARY KEY)",
                "ALTER TABLE orders ADD CONSTRAINT to_other FOREIGN KEY (parent) REFERENCES other (id)",
                "CREATE TABLE plain (id INT PRIMARY KEY) ENGINE = MyISAM",
                "CREATE TABLE small (id TINYINT AUTO_INCREMENT PRIMARY KEY)",
                "INSERT INTO small VALUES (120)",
                "SET GLOBAL log_bin_trust_function_creators = 1",
                "CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW SET NEW.code = 'x'",
                "SET SESSION sql_mode = ''",
                "CREATE TABLE dated (id INT PRIMARY KEY, d DATE)",
                "INSERT INTO dated VALUES (1, '0000-00-00')");
        JsonNode document = project(legacy, primary, "bare, gone, orders, plain, small, dated")
                .json(4, "doctor");
        assertThat(ids(document))
                .contains(
                        "table-without-key",
                        "table-missing",
                        "foreign-key-outside",
                        "engine",
                        "numbers-run-out",
                        "mysql-trigger",
                        "charset-mixed",
                        "value");
        assertThat(fix(document, "table-without-key"))
                .isEqualTo("its unique key both_of_them can serve: ALTER TABLE `bare` ADD PRIMARY KEY (`a`, `b`)");
        assertThat(fix(document, "value")).endsWith("dated:\n        columns:\n          d: { zero-date: null }");
    }

    @Test
    void valuesAreLookedAtAsFarAsTheUserWants() throws SQLException {
        execute(
                legacy,
                "SET SESSION sql_mode = ''",
                "CREATE TABLE orders (id INT PRIMARY KEY, d DATE)",
                "INSERT INTO orders VALUES (1, '2024-02-29'), (2, '2024-02-29'), (3, '2024-00-10')");
        Project project = project(legacy, primary);
        JsonNode all = project.json(4, "doctor", "orders", "--show-values");
        assertThat(what(all, "value"))
                .isEqualTo(
                        "1 row whose date has a zero year, month or day, or a day that its month has not: id=3 (2024-00-10)");
        assertThat(all.at("/scanned/0/rows").asLong()).isEqualTo(3);
        JsonNode two = project.json(0, "doctor", "--scan-rows", "2");
        assertThat(ids(two)).contains("scan-limited").doesNotContain("value");
        assertThat(project.json(0, "doctor", "--scan-rows", "none")
                        .at("/scanned/0/rows")
                        .asLong())
                .isZero();
    }

    @Test
    void domainThatIsUnknownIsRefused() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        CommandRun run = project(legacy, primary).run("doctor", "order");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("error DOMAIN_UNKNOWN: there is no domain order\n");
    }

    @Test
    void everyRightThatIsMissingOnMysqlIsNamedWithItsGrantAndTheGrantsSuffice() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)", "CREATE TABLE extra (id INT PRIMARY KEY)");
        DatabaseSettings poor = mysqlUser("poor");
        execute(
                legacy,
                "GRANT SELECT ON " + database(legacy) + ".orders TO '"
                        + poor.user().orElseThrow() + "'");
        execute(
                legacy,
                "GRANT SELECT, INSERT ON " + database(legacy) + ".extra TO '"
                        + poor.user().orElseThrow() + "'");
        boolean trusted = flag("log_bin_trust_function_creators");
        execute(legacy, "SET GLOBAL log_bin_trust_function_creators = 0");
        try {
            Project project = project(poor, primary, "orders, extra");
            List<String> fixes = fixes(project.json(4, "doctor"), "mysql-right");
            String user = "'" + poor.user().orElseThrow() + "'@'%'";
            String base = database(legacy);
            List<String> expected = new ArrayList<>(List.of(
                    "GRANT INSERT, UPDATE, DELETE, TRIGGER ON `" + base + "`.`orders` TO " + user,
                    "GRANT UPDATE, DELETE, TRIGGER ON `" + base + "`.`extra` TO " + user,
                    "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON" + " `ficus`.* TO "
                            + user,
                    "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + user,
                    "SET GLOBAL log_bin_trust_function_creators = 1, or: GRANT SUPER ON *.* TO " + user,
                    "GRANT PROCESS ON *.* TO " + user));
            if (version().contains("MariaDB")) {
                expected.add("GRANT SLAVE MONITOR ON *.* TO " + user);
            }
            assertThat(fixes).containsExactlyInAnyOrderElementsOf(expected);
            for (String fix : fixes) {
                execute(legacy, fix.replaceFirst("^SET GLOBAL .* or: ", ""));
            }
            JsonNode healed = project.json(0, "doctor");
            assertThat(ids(healed)).as(healed.toString()).doesNotContain("mysql-right", "not-examined");
        } finally {
            execute(legacy, "SET GLOBAL log_bin_trust_function_creators = " + (trusted ? 1 : 0));
        }
    }

    @Test
    void rightsOfARoleAndOfPatternsCount() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        DatabaseSettings poor = mysqlUser("rich");
        String user = poor.user().orElseThrow();
        String pattern = database(legacy).replace("_", "\\_").replaceFirst(".$", "%");
        execute(legacy, "GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER ON `" + pattern + "`.* TO '" + user + "'");
        String role = "role_" + unique;
        execute(
                legacy,
                "CREATE ROLE " + role,
                "GRANT ALL ON ficus.* TO " + role,
                "GRANT " + role + " TO '" + user + "'");
        try {
            boolean mariadb = version().contains("MariaDB");
            execute(
                    legacy,
                    mariadb
                            ? "SET DEFAULT ROLE " + role + " FOR '" + user + "'"
                            : "SET DEFAULT ROLE " + role + " TO '" + user + "'");
            assertThat(fixes(project(poor, primary).json(4, "doctor"), "mysql-right"))
                    .noneMatch(fix -> fix.contains("`orders`") || fix.contains("`ficus`"))
                    .contains("GRANT PROCESS ON *.* TO '" + user + "'@'%'");
        } finally {
            execute(legacy, "DROP ROLE " + role);
        }
    }

    @Test
    void everyRightThatIsMissingOnPostgresIsNamedWithItsGrant() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        execute(primary, "CREATE TABLE orders (id integer PRIMARY KEY)", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        String user = "poor_" + unique;
        execute(primary, "CREATE ROLE " + user + " LOGIN PASSWORD 'poor'");
        postgresUsers.add(user);
        String base = database(primary);
        List<String> fixes = fixes(project(legacy, as(primary, user)).json(4, "doctor"), "postgres-right");
        assertThat(fixes)
                .containsExactlyInAnyOrder(
                        "ALTER ROLE \"" + user + "\" REPLICATION",
                        "GRANT SET ON PARAMETER session_replication_role TO \"" + user
                                + "\"; before PostgreSQL 15, use a superuser",
                        "GRANT CREATE ON DATABASE \"" + base + "\" TO \"" + user + "\"",
                        "GRANT CREATE ON SCHEMA \"public\" TO \"" + user + "\"",
                        "GRANT pg_read_all_stats TO \"" + user + "\"",
                        "ALTER TABLE \"orders\" OWNER TO \"" + user + "\"");
        for (String fix : fixes) {
            execute(primary, fix.replaceFirst("; before.*", ""));
        }
        assertThat(ids(project(legacy, as(primary, user)).json(0, "doctor"))).doesNotContain("postgres-right");
        execute(
                primary,
                "REVOKE ALL ON PARAMETER session_replication_role FROM " + user,
                "REVOKE pg_read_all_stats FROM " + user);
    }

    @Test
    void settingsOfTheRoleOnPostgresAreFound() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        String user = "timed_" + unique;
        execute(
                primary,
                "CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 'poor'",
                "ALTER ROLE " + user + " SET statement_timeout = '30s'",
                "ALTER ROLE " + user + " SET default_transaction_read_only = on");
        postgresUsers.add(user);
        JsonNode document = project(legacy, as(primary, user)).json(4, "doctor");
        assertThat(fix(document, "session-timeout")).isEqualTo("ALTER ROLE \"" + user + "\" SET statement_timeout = 0");
        assertThat(fix(document, "read-only"))
                .isEqualTo("ALTER ROLE \"" + user + "\" SET default_transaction_read_only = off");
    }

    @Test
    void statusBeforeAnythingHappenedWritesNothing() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        Project project = project(legacy, primary);
        CommandRun run = project.run("status");
        assertThat(new CommandRun(run.exitCode(), run.out(), project.stable(run.err())))
                .isEqualTo(new CommandRun(
                        0,
                        "  orders  legacy  owner mysql  no stream  orders\n",
                        "next: ficus -c DIR/ficus.yaml schema convert orders\n"));
        assertThat(project.run("doctor").exitCode()).isZero();
        try (Connection connection = Connections.open(primary, new Properties());
                Statement statement = connection.createStatement()) {
            assertThat(statement
                            .executeQuery("SELECT 1 FROM information_schema.schemata WHERE schema_name = 'ficus'")
                            .next())
                    .as("status and doctor made no schema")
                    .isFalse();
        }
    }

    private DatabaseSettings mysqlUser(String word) throws SQLException {
        String user = word + "_" + unique;
        execute(legacy, "CREATE USER '" + user + "' IDENTIFIED BY 'poor'", "CREATE DATABASE IF NOT EXISTS ficus");
        mysqlUsers.add(user);
        return as(legacy, user);
    }

    private static DatabaseSettings as(DatabaseSettings database, String user) {
        return new DatabaseSettings(
                database.name(),
                database.kind(),
                database.url(),
                Optional.of(user),
                Optional.of("poor"),
                database.migrations());
    }

    private Project project(DatabaseSettings from, DatabaseSettings to) {
        return project(from, to, "orders");
    }

    private Project project(DatabaseSettings from, DatabaseSettings to, String tables) {
        return new Project(directory).database(from).database(to).settings("""
                strangler:
                  from: legacy
                  to: primary
                  domains:
                    orders: { tables: [%s] }
                """.formatted(tables));
    }

    private static List<String> ids(JsonNode document) {
        List<String> ids = new ArrayList<>();
        document.get("findings").forEach(finding -> ids.add(finding.get("id").asText()));
        return ids;
    }

    private static List<String> fixes(JsonNode document, String id) {
        List<String> fixes = new ArrayList<>();
        document.get("findings").forEach(finding -> {
            if (finding.get("id").asText().equals(id)) {
                fixes.add(finding.get("fix").asText());
            }
        });
        return fixes;
    }

    private static String fix(JsonNode document, String id) {
        List<String> fixes = fixes(document, id);
        assertThat(fixes).as("%s in %s", id, document).hasSize(1);
        return fixes.get(0);
    }

    private static String what(JsonNode document, String id) {
        for (JsonNode finding : document.get("findings")) {
            if (finding.get("id").asText().equals(id)) {
                return finding.get("what").asText();
            }
        }
        throw new AssertionError("no " + id + " in " + document);
    }

    private static SandboxServer start(DatabaseKind kind, String setting, String value) {
        return Sandbox.start(kind, SandboxOptions.defaults().with(setting, value), Progress.SILENT);
    }

    private boolean flag(String variable) throws SQLException {
        return text("SELECT @@GLOBAL." + variable).equals("1");
    }

    private String version() throws SQLException {
        return text("SELECT version()");
    }

    private String text(String query) throws SQLException {
        try (Connection connection = Connections.open(legacy, new Properties());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String database(DatabaseSettings settings) throws SQLException {
        try (Connection connection = Connections.open(settings, new Properties())) {
            return connection.getCatalog();
        }
    }

    private static void execute(DatabaseSettings database, String... statements) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
