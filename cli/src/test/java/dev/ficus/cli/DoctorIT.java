package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {
    private static final String STRANGLER = """
            strangler:
              from: legacy
              to: primary
              domains:
                orders: { tables: [orders] }
            """;

    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");

    @Test
    void suitableServersPassEveryCheck() throws SQLException {
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY)");
        CommandRun run = project(legacy, primary).run("doctor");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()
                        .lines()
                        .map(line -> line.strip().split("  +")[0] + ": "
                                + line.strip().split("  +")[1]))
                .containsExactly(
                        "ok: database legacy",
                        "ok: database primary",
                        "ok: binlog of legacy",
                        "ok: domain orders",
                        "ok: wal of primary");
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceWithItsOwnError() throws SQLException {
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "binlog_format", "STATEMENT");
                SandboxServer postgres = start(DatabaseKind.POSTGRES, "wal_level", "replica")) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(from, "CREATE TABLE orders (id INT)");
            CommandRun run = project(from, postgres.freshDatabase("primary")).run("doctor");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(errors(run)).containsExactly("BINLOG_NOT_ROW", "TABLE_WITHOUT_KEY", "WAL_LEVEL_NOT_LOGICAL");
            assertThat(run.out()).contains("problem  binlog of legacy  BINLOG_NOT_ROW\n");
        }
    }

    @Test
    void binlogThatIsOffHasItsOwnError() throws SQLException {
        try (SandboxServer mysql = start(DatabaseKind.MYSQL, "skip-log-bin", "")) {
            DatabaseSettings from = mysql.freshDatabase("legacy");
            execute(from, "CREATE TABLE orders (id INT PRIMARY KEY)");
            CommandRun run = project(from, primary).run("doctor");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(errors(run)).containsExactly("BINLOG_OFF");
        }
    }

    @Test
    void unreachableServerIsReportedOnce() {
        DatabaseSettings gone = new DatabaseSettings(
                "legacy",
                legacy.kind(),
                legacy.url().replaceFirst(":\\d+/", ":1/"),
                legacy.user(),
                legacy.password(),
                Optional.empty());
        CommandRun run = project(gone, primary).run("doctor");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(errors(run)).containsExactly("CANNOT_CONNECT");
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
        try (Connection connection = Connections.open(primary, new Properties());
                Statement statement = connection.createStatement()) {
            assertThat(statement
                            .executeQuery("SELECT 1 FROM information_schema.schemata WHERE schema_name = 'ficus'")
                            .next())
                    .as("status made no schema")
                    .isFalse();
        }
    }

    private Project project(DatabaseSettings from, DatabaseSettings to) {
        return new Project(directory).database(from).database(to).settings(STRANGLER);
    }

    private static List<String> errors(CommandRun run) {
        return run.err()
                .lines()
                .filter(line -> line.startsWith("error "))
                .map(line -> line.substring("error ".length(), line.indexOf(':')))
                .toList();
    }

    private static SandboxServer start(DatabaseKind kind, String setting, String value) {
        return Sandbox.start(kind, SandboxOptions.defaults().with(setting, value), Progress.SILENT);
    }

    private static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
