package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong has its own error, fix and exit code, in text and in JSON. */
class BadInputIT {
    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final String domain = "orders_" + unique;

    @BeforeEach
    void tables() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        execute(primary, "CREATE TABLE orders (id integer PRIMARY KEY)");
    }

    @Test
    void serverThatCannotBeReached() throws Exception {
        DatabaseSettings gone = with(legacy, legacy.url().replaceFirst(":\\d+/", ":1/"), legacy.user(), "x");
        refused(3, "CANNOT_CONNECT", """
                error CANNOT_CONNECT: no connection: Communications link failure
                  at:  %s
                  fix: check that the server runs and that host and port in the url are right
                """.formatted(gone), gone, primary, "backfill", domain);
    }

    @Test
    void passwordThatIsWrong() throws Exception {
        String user = "wrong_" + unique;
        execute(legacy, "CREATE USER '" + user + "' IDENTIFIED BY 'right'");
        DatabaseSettings wrong = with(legacy, legacy.url(), Optional.of(user), "wrong");
        refused(3, "LOGIN_REFUSED", """
                error LOGIN_REFUSED: the server refused the login of user %s
                  at:  %s
                  fix: correct user and password of database legacy in ficus.yaml
                """.formatted(user, wrong), wrong, primary, "backfill", domain);
    }

    @Test
    void userOfMysqlWithoutTheRightToReadTheBinlog() throws Exception {
        String user = "poor_" + unique;
        execute(legacy, "CREATE USER '" + user + "' IDENTIFIED BY 'poor'");
        execute(legacy, "GRANT ALL ON " + database(legacy) + ".* TO '" + user + "'");
        execute(legacy, "CREATE DATABASE IF NOT EXISTS ficus");
        execute(legacy, "GRANT ALL ON ficus.* TO '" + user + "'");
        DatabaseSettings poor = with(legacy, legacy.url(), Optional.of(user), "poor");
        refused(3, "RIGHT_MISSING", """
                error RIGHT_MISSING: the user lacks the right to read the binlog
                  at:  MySQL %s
                  fix: GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '%s'@'%%'
                """.formatted(database(legacy), user), poor, primary, "backfill", domain);
    }

    @Test
    void binlogThatIsOff() throws Exception {
        try (SandboxServer server = start(DatabaseKind.MYSQL, "skip-log-bin", "")) {
            DatabaseSettings silent = withOrders(server);
            refused(3, "BINLOG_OFF", """
                    error BINLOG_OFF: the binlog is off
                      at:  MySQL %s
                      fix: set log_bin=binlog and binlog_format=ROW in the server's configuration and restart it
                    """.formatted(database(silent)), silent, primary, "backfill", domain);
        }
    }

    @Test
    void binlogOfStatements() throws Exception {
        try (SandboxServer server = start(DatabaseKind.MYSQL, "binlog_format", "STATEMENT")) {
            DatabaseSettings statements = withOrders(server);
            refused(3, "BINLOG_NOT_ROW", """
                    error BINLOG_NOT_ROW: binlog_format is STATEMENT, a stream needs ROW
                      at:  MySQL %s
                      fix: SET GLOBAL binlog_format = 'ROW'; then open the application's connections anew
                    """.formatted(database(statements)), statements, primary, "backfill", domain);
        }
    }

    @Test
    void tableWithoutPrimaryKey() throws Exception {
        execute(legacy, "ALTER TABLE orders DROP PRIMARY KEY");
        refused(4, "TABLE_WITHOUT_KEY", """
                error TABLE_WITHOUT_KEY: table orders has no primary key, so its rows can be neither chunked nor streamed
                  at:  MySQL %s.orders
                  fix: give it one on MySQL, over columns that are unique and never NULL: ALTER TABLE `orders` ADD PRIMARY KEY (...); or add a numbered column for it
                """.formatted(database(legacy)), legacy, primary, "backfill", domain);
    }

    @Test
    void domainThatIsUnknown() throws Exception {
        refused(2, "DOMAIN_UNKNOWN", """
                error DOMAIN_UNKNOWN: there is no domain %1$sx
                  at:  ficus.yaml, strangler.domains
                  fix: did you mean %1$s?
                """.formatted(domain), legacy, primary, "cutover", "status", domain + "x");
    }

    @Test
    void phaseThatIsUnknown() throws Exception {
        refused(2, "PHASE_UNKNOWN", """
                error PHASE_UNKNOWN: there is no phase dualwrite
                  at:  --to
                  fix: use one of: legacy, mirroring, dual-write, postgres, retired
                """, legacy, primary, "cutover", "run", domain, "--to", "dualwrite");
    }

    @Test
    void phaseThatCannotBeReachedFromHere() throws Exception {
        refused(
                4,
                "PHASE_UNREACHABLE",
                """
                error PHASE_UNREACHABLE: cutover run does not lead from phase legacy to dual-write
                  at:  domain %1$s
                  fix: the way is: ficus backfill %1$s, then ficus cutover run %1$s --to dual-write
                """.formatted(domain),
                legacy,
                primary,
                "cutover",
                "run",
                domain,
                "--to",
                "dual-write");
    }

    /** Twice the same command line: the errors as text, and the first of them as JSON. */
    private void refused(
            int exitCode, String code, String text, DatabaseSettings from, DatabaseSettings to, String... line)
            throws Exception {
        Project project = new Project(directory)
                .database(from)
                .database(to)
                .settings("strangler: { from: legacy, to: primary, domains: { %s: { tables: [orders] } } }"
                        .formatted(domain));
        CommandRun asText = project.run(line);
        assertThat(errors(asText.err())).isEqualTo(text);
        assertThat(asText.exitCode()).isEqualTo(exitCode);
        String[] json = Arrays.copyOf(line, line.length + 2);
        json[line.length] = "-o";
        json[line.length + 1] = "json";
        CommandRun asJson = project.run(json);
        assertThat(asJson.exitCode()).isEqualTo(exitCode);
        JsonNode error = JsonMapper.builder().build().readTree(asJson.out()).get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat("error " + code + ": " + error.get("what").asText() + "\n  at:  "
                        + error.get("where").asText() + "\n  fix: "
                        + error.get("fix").asText() + "\n")
                .isSubstringOf(text);
    }

    /** Without the lines that tell what was done before. */
    private static String errors(String err) {
        int first = err.indexOf("error ");
        return first < 0 ? err : err.substring(first);
    }

    private static DatabaseSettings withOrders(SandboxServer server) throws SQLException {
        DatabaseSettings fresh = server.freshDatabase("legacy");
        execute(fresh, "CREATE TABLE orders (id INT PRIMARY KEY)");
        return fresh;
    }

    private static DatabaseSettings with(
            DatabaseSettings database, String url, Optional<String> user, String password) {
        return new DatabaseSettings(
                database.name(), database.kind(), url, user, Optional.of(password), database.migrations());
    }

    private static SandboxServer start(DatabaseKind kind, String setting, String value) {
        return Sandbox.start(kind, SandboxOptions.defaults().with(setting, value), Progress.SILENT);
    }

    private static String database(DatabaseSettings settings) throws SQLException {
        try (Connection connection = Connections.open(settings, new Properties())) {
            return connection.getCatalog();
        }
    }

    private static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
