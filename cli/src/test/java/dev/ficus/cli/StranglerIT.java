package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that walk a domain, as a user types them. */
class StranglerIT {
    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    /** The schema ficus on MySQL is shared by all tests of this server, so each domain has a name of its own. */
    private final String domain = "orders_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void convertedShop() throws SQLException {
        project = new Project(directory)
                .database(legacy)
                .database(primary)
                .settings("strangler: { from: legacy, to: primary, domains: { %s: { tables: [orders] } } }"
                        .formatted(domain));
        execute(legacy, "CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(40))");
        execute(legacy, "INSERT INTO orders VALUES (1, 'one'), (2, 'two')");
        assertThat(project.run("schema", "convert", domain).exitCode()).isZero();
        assertThat(project.run("migrate", "up", "--db", "primary").exitCode()).isZero();
    }

    @Test
    void backfillCopiesAndSyncKeepsTheCopyFresh() throws Exception {
        CommandRun backfill = project.run("backfill", domain);
        assertThat(backfill.exitCode()).as(backfill.err()).isZero();
        assertThat(project.stable(backfill.out()).lines().findFirst())
                .contains(domain + ": copied 2 rows and replayed 0 changes in TIME; now in phase mirroring");
        assertThat(project.stable(backfill.err())).endsWith("next: ficus -c DIR/ficus.yaml sync " + domain + "\n");
        execute(legacy, "INSERT INTO orders VALUES (3, 'three')");
        CommandRun sync = project.run("sync", domain, "--until-caught-up", "-o", "json");
        assertThat(sync.exitCode()).as(sync.err()).isZero();
        JsonNode report = json(sync).at("/domains/0");
        assertThat(report.get("domain").asText()).isEqualTo(domain);
        assertThat(report.get("stoppedBy").isNull()).isTrue();
        assertThat(count(primary)).isEqualTo(3);
        JsonNode status = json(project.run("status", "-o", "json")).at("/domains/0");
        assertThat(status.get("phase").asText()).isEqualTo("mirroring");
        assertThat(status.get("owner").asText()).isEqualTo("mysql");
        assertThat(status.at("/stream/direction").asText()).isEqualTo("forward");
        assertThat(status.at("/stream/behindMillis").isNumber()).isTrue();
    }

    @Test
    void interruptedSyncSavesAndNamesTheCommandThatResumes() throws Exception {
        assertThat(project.run("backfill", domain).exitCode()).isZero();
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process sync = new ProcessBuilder(
                        "../ficus",
                        "sync",
                        domain,
                        "-c",
                        project.path("ficus.yaml").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            Waiting.until("the stream runs", () -> Files.readString(err).contains("forward stream"));
            CommandRun second = project.run("sync", domain);
            assertThat(second.exitCode()).as("two at once").isEqualTo(5);
            assertThat(second.err()).endsWith("""
                    error LOCK_HELD: another process runs the forward stream
                      at:  domain %1$s
                      fix: stop the other one first, or wait to take over from it: ficus sync %1$s --standby
                    """.formatted(domain));
            CommandRun asJson = project.run("sync", domain, "-o", "json");
            assertThat(asJson.exitCode()).as("two at once").isEqualTo(5);
            assertThat(json(asJson).at("/error/code").asText()).isEqualTo("LOCK_HELD");
            execute(legacy, "INSERT INTO orders VALUES (3, 'three')");
            Waiting.until("the row arrives", () -> count(primary) == 3);
        } finally {
            sync.destroy();
        }
        assertThat(sync.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(sync.exitValue()).isEqualTo(130);
        assertThat(Files.readString(out)).isEqualTo("  " + domain + "  1 change applied  up to the end\n");
        assertThat(Files.readString(err)).endsWith("""
                        stopping at the next safe point; a second Ctrl-C leaves at once
                        error INTERRUPTED: the streams stopped as you asked; everything applied is recorded
                          at:  ficus sync
                          fix: go on with: ficus sync %s
                        """.formatted(domain));
    }

    @Test
    void domainWalksToPostgresAndBackWithTheCommandsThatEachStepNames() throws Exception {
        assertThat(project.run("backfill", domain).exitCode()).isZero();
        CommandRun unverified = project.run("cutover", "plan", domain);
        assertThat(unverified.exitCode()).as(unverified.err()).isEqualTo(4);
        assertThat(unverified.err()).contains("error GATE_REFUSED: ", "ficus verify " + domain);
        Process sync = new ProcessBuilder(
                        "../ficus", "sync", "-c", project.path("ficus.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sync").toFile())
                .start();
        try {
            Waiting.until(
                    "the stream runs",
                    () -> Files.readString(directory.resolve("sync")).contains("stream"));
            ok("(?s)\\S+ \\(mirroring, owner mysql\\): 2 rows, equal on both sides, in TIME\n.*", "verify", domain);
            ok(
                    "(?s)\\S+: mirroring -> dual-write \\(epoch \\d+\\)\ngates\n  open .*steps\n.*",
                    "cutover",
                    "plan",
                    domain);
            ok(
                    "(?s)\\S+: mirroring -> dual-write \\(epoch 3\\); writes waited TIME\n.*",
                    "cutover",
                    "run",
                    domain,
                    "--to",
                    "dual-write");
            execute(primary, "INSERT INTO orders VALUES (3, 'three')");
            Waiting.until("the row comes back to MySQL", () -> count(legacy) == 3);
            ok("(?s)\\S+: dual-write, owner postgres \\(epoch 3\\)\n.*finished.*", "cutover", "status", domain);
            ok("(?s)\\S+ \\(dual-write, owner postgres\\): 3 rows, equal.*", "verify", domain);
            ok("(?s)\\S+: dual-write -> mirroring .*", "cutover", "rollback", domain, "--to", "mirroring");
            execute(legacy, "INSERT INTO orders VALUES (4, 'four')");
            Waiting.until("the row arrives in PostgreSQL", () -> count(primary) == 4);
            ok("(?s)\\S+ \\(mirroring, owner mysql\\): 4 rows, equal.*", "verify", domain);
        } finally {
            sync.destroy();
        }
        assertThat(sync.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(sync.exitValue()).isEqualTo(130);
    }

    @Test
    void phaseThatIsUnknownOrNoNeighbourHasItsOwnError() {
        CommandRun unknown = project.run("cutover", "run", domain, "--to", "dualwrite");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("error PHASE_UNKNOWN: there is no phase dualwrite\n");
        CommandRun far = project.run("cutover", "run", domain, "--to", "postgres");
        assertThat(far.exitCode()).isEqualTo(4);
        assertThat(far.err()).contains("error PHASE_UNREACHABLE: ");
    }

    @Test
    void differenceIsReportedWithItsKeyAndExitCodeFour() throws Exception {
        assertThat(project.run("backfill", domain).exitCode()).isZero();
        execute(
                primary,
                "BEGIN; SET LOCAL ficus.applier = '" + domain + "'; UPDATE orders SET note = 'x' WHERE id = 2; COMMIT");
        Process sync = new ProcessBuilder(
                        "../ficus", "sync", "-c", project.path("ficus.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sync").toFile())
                .start();
        try {
            Waiting.until(
                    "the stream runs",
                    () -> Files.readString(directory.resolve("sync")).contains("stream"));
            CommandRun verify = project.run("verify", domain);
            assertThat(verify.exitCode()).isEqualTo(4);
            assertThat(verify.out()).contains("1 difference, 0 unsettled", "  orders 2: different in note\n");
            assertThat(verify.err()).contains("error DIFFERENCES_FOUND: 1 row of the copy");
            JsonNode report = json(project.run("verify", domain, "-o", "json"));
            assertThat(report.at("/error/code").asText()).isEqualTo("DIFFERENCES_FOUND");
            assertThat(report.get("differences").asInt()).isEqualTo(1);
            assertThat(report.at("/tables/0/listedDifferences/0/key/0").asText())
                    .isEqualTo("2");
        } finally {
            sync.destroy();
        }
        assertThat(sync.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void secondBackfillIsRefusedWithTheWayOn() {
        assertThat(project.run("backfill", domain).exitCode()).isZero();
        CommandRun again = project.run("backfill", domain);
        assertThat(again.exitCode()).isEqualTo(4);
        assertThat(again.err()).contains("error BACKFILL_DONE: ", "ficus sync " + domain);
    }

    @Test
    void restartThatEmptiesTablesNeedsYes() {
        assertThat(project.run("backfill", domain, "--restart"))
                .isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: --restart empties the domain's tables in PostgreSQL
                          at:  ficus backfill %1$s --restart
                          fix: if you mean that: ficus backfill %1$s --restart --yes
                        """.formatted(domain)));
    }

    @Test
    void unknownDomainIsRefusedBeforeAnyDatabaseIsAsked() {
        Project unreachable = new Project(directory)
                .database(new DatabaseSettings(
                        "legacy",
                        DatabaseKind.MYSQL,
                        "jdbc:mysql://127.0.0.1:1/shop",
                        legacy.user(),
                        legacy.password(),
                        legacy.migrations()))
                .database(primary)
                .settings("strangler: { from: legacy, to: primary, domains: { orders: { tables: [orders] } } }");
        for (String command : new String[] {"backfill", "sync"}) {
            CommandRun run = unreachable.run(command, "oders");
            assertThat(run.exitCode()).as(command).isEqualTo(2);
            assertThat(run.err()).contains("error DOMAIN_UNKNOWN: there is no domain oders", "did you mean orders?");
        }
    }

    private void ok(String output, String... arguments) {
        CommandRun run = project.run(arguments);
        assertThat(run.exitCode())
                .as("%s: %s", String.join(" ", arguments), run.err())
                .isZero();
        assertThat(project.stable(run.out())).matches(output);
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return JsonMapper.builder().build().readTree(run.out());
    }

    private static long count(DatabaseSettings database) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
