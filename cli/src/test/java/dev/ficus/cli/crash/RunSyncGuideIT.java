package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Project;
import dev.ficus.cli.Waiting;
import dev.ficus.cli.docs.Page;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what {@code docs/guides/run-sync.md} says, in its order, each command in the situation that it is for. */
class RunSyncGuideIT {
    private static final Path GUIDE = Path.of("../docs/guides/run-sync.md");

    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final String domain = "orders_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final List<Daemon> running = new ArrayList<>();
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void mirroredShop() throws Exception {
        project = new Project(directory)
                .database(legacy)
                .database(primary)
                .settings("strangler: { from: legacy, to: primary, domains: { %s: { tables: [orders] } } }"
                        .formatted(domain));
        Files.createDirectories(project.path("legacy"));
        onMysql("CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(40))");
        onMysql("INSERT INTO orders VALUES (1, 'one'), (2, 'two')");
        run("schema convert " + domain);
        run("migrate up");
        run("backfill " + domain);
    }

    @AfterEach
    void endWhatRuns() throws Exception {
        for (Daemon daemon : running) {
            daemon.close();
        }
    }

    @Test
    void everyCommandOfTheGuideDoesWhatItSays() throws Exception {
        List<String> commands = Page.read(GUIDE).blocks().stream()
                .flatMap(block -> block.commands().stream())
                .map(command -> command.replaceFirst("^ficus ", "").replaceFirst(" orders\\b", " " + domain))
                .toList();
        for (String command : commands) {
            if (command.contains("--on-truncate")) {
                truncated(command);
            } else if (command.startsWith("sync ")) {
                start(command);
            } else {
                if (command.startsWith("schema convert ")) {
                    altered();
                }
                run(command);
            }
        }
        assertThat(commands)
                .anyMatch(command -> command.contains("--standby"))
                .anyMatch(command -> command.contains("--log-format json"))
                .anyMatch(command -> command.contains("--on-truncate apply"))
                .contains("schema convert " + domain, "migrate up", "verify " + domain);
    }

    /** The first runs the stream, the next one stands by. */
    private void start(String command) throws Exception {
        String[] options = command.replaceFirst("^sync ?", "")
                .replaceFirst("--listen \\S+ ?", "")
                .strip()
                .split(" ");
        Daemon daemon = Daemon.start(directory, options);
        running.add(daemon);
        daemon.await(domain, running.size() == 1 ? "running" : "standby");
        if (command.contains("--log-format json")) {
            assertThat(daemon.process().err().lines()).isNotEmpty().allMatch(line -> line.startsWith("{\"time\":"));
        }
    }

    private void altered() throws Exception {
        onMysql("ALTER TABLE orders ADD COLUMN amount INT");
        onMysql("INSERT INTO orders VALUES (3, 'three', 30)");
        running.get(0).await(domain, "stopped");
    }

    private void truncated(String command) throws Exception {
        for (Daemon daemon : running) {
            daemon.process().terminate();
            assertThat(daemon.process().exitCode()).isEqualTo(130);
        }
        running.clear();
        onMysql("TRUNCATE TABLE orders");
        onMysql("INSERT INTO orders VALUES (4, 'four', 40)");
        start(command);
        Waiting.until(
                "the table was emptied",
                () -> CrashScene.rows(
                                Connections.open(primary, new Properties()), "SELECT id, note, amount FROM orders")
                        .equals(List.of("4|four|40")));
    }

    private void run(String command) {
        CommandRun run = project.run(command.split(" "));
        assertThat(run.exitCode()).as("%s: %s%s", command, run.out(), run.err()).isZero();
    }

    private void onMysql(String sql) throws SQLException {
        CrashScene.execute(Connections.open(legacy, new Properties()), sql);
    }
}
