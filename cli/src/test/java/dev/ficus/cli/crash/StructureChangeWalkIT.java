package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Project;
import dev.ficus.cli.Waiting;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of a mirrored domain gets a column, as a user lives through it: everything by the command line. */
class StructureChangeWalkIT {
    private static final String ROWS = "SELECT id, note, amount FROM orders ORDER BY id";

    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final String domain = "orders_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void mirroredShop() throws SQLException {
        project = new Project(directory)
                .database(legacy)
                .database(primary)
                .settings("strangler: { from: legacy, to: primary, domains: { %s: { tables: [orders] } } }"
                        .formatted(domain));
        onMysql("CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, note VARCHAR(40))");
        onMysql("INSERT INTO orders (note) VALUES ('one'), ('two')");
        succeed("schema", "convert", domain);
        succeed("migrate", "up", "--db", "primary");
        succeed("backfill", domain);
    }

    @Test
    void newColumnOfMysqlIsFollowedByWhatTheMessageSaysAndNoRowIsMissing() throws Exception {
        try (Daemon sync = Daemon.start(directory)) {
            onMysql("INSERT INTO orders (note) VALUES ('three')");
            await("SELECT count(*) FROM orders", List.of("3"));
            onMysql("INSERT INTO orders (note) VALUES ('just before')");
            onMysql("ALTER TABLE orders ADD COLUMN amount DECIMAL(10,2) NOT NULL DEFAULT 5");
            onMysql("INSERT INTO orders (note, amount) VALUES ('behind', 7.25)");
            sync.await(domain, "stopped");
            assertThat(rows(primary, "SELECT max(id) FROM orders"))
                    .as("all before the ALTER, nothing behind it")
                    .containsExactly("4");
            assertThat(sync.process().output())
                    .contains("ADD COLUMN amount", "ficus schema convert " + domain + ", then ficus migrate up");

            succeed("schema", "convert", domain);
            succeed("migrate", "up", "--db", "primary");

            sync.await(domain, "running");
            await(ROWS, rows(legacy, ROWS));
            succeed("verify", domain);
            assertThat(sync.process().output()).contains("went on behind a change of structure");
            sync.process().terminate();
            assertThat(sync.process().exitCode()).isEqualTo(130);
        }
        onMysql("INSERT INTO orders (note, amount) VALUES ('later', 1)");
        succeed("sync", "--until-caught-up");
        assertThat(rows(primary, ROWS))
                .as("a restart does not stop at it again")
                .isEqualTo(rows(legacy, ROWS));
        assertThat(rows(primary, "SELECT position FROM ficus.checkpoint WHERE domain = '" + domain + "'"))
                .singleElement()
                .asString()
                .as("both servers of the tests have GTIDs")
                .contains(",gtids=");
    }

    private void succeed(String... line) {
        CommandRun run = project.run(line);
        assertThat(run.exitCode())
                .as("%s: %s%s", List.of(line), run.out(), run.err())
                .isZero();
    }

    private void await(String query, List<String> expected) throws Exception {
        Waiting.until(query + " gives " + expected, () -> rows(primary, query).equals(expected));
    }

    private void onMysql(String sql) throws SQLException {
        CrashScene.execute(Connections.open(legacy, new Properties()), sql);
    }

    private static List<String> rows(DatabaseSettings database, String query) throws SQLException {
        return CrashScene.rows(Connections.open(database, new Properties()), query);
    }
}
