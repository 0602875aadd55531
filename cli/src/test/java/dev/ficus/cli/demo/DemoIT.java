package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.sandbox.SandboxKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo on servers of its own, small and short. */
class DemoIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(stream(out), stream(err), false, 0, name -> Optional.ofNullable(System.getenv(name)));

    @Test
    void shopWalksToPostgresAndBackUnderLoadAndNothingIsLost() throws IOException {
        int exitCode = CommandLines.run(terminal, Hook.NONE, "demo", "--rows", "500", "--seconds", "15", "-o", "json");

        assertThat(exitCode).as(text(err)).isZero();
        JsonNode report = new ObjectMapper().readTree(text(out));
        assertThat(names(report))
                .containsExactly(
                        "document",
                        "sandbox",
                        "writesAccepted",
                        "lostWrites",
                        "phantomWrites",
                        "differences",
                        "echoedChanges",
                        "writePauseMillis",
                        "phases");
        assertThat(names(report.get("sandbox"))).containsExactly("mysql", "postgres", "mongo");
        assertThat(report.get("writesAccepted").asLong()).isGreaterThan(15 * 100);
        for (String figure : List.of("lostWrites", "phantomWrites", "differences", "echoedChanges")) {
            assertThat(report.get(figure).asLong()).as(figure).isZero();
        }
        assertThat(names(report.get("writePauseMillis"))).containsExactly("dual-write", "rollback", "postgres");
        assertThat(report.get("writePauseMillis").get("dual-write").asLong()).isBetween(1L, 5_000L);
        assertThat(report.get("writePauseMillis").get("rollback").asLong()).isBetween(1L, 5_000L);
        assertThat(phases(report)).containsExactlyElementsOf(wholeWay());
        assertThat(text(err)).contains("$ ficus backfill orders", "$ ficus cutover run orders --to postgres");
    }

    /** Negative control: each of the four figures must see what is done behind the tool's back. */
    @Test
    void whatIsDoneBehindTheToolsBackIsFoundAndFailsTheDemo() throws Exception {
        DemoOptions options = new DemoOptions(500, Duration.ofSeconds(5), SandboxKind.AUTO, false);
        Console console = new Console(terminal, OutputFormat.TEXT, false, "ficus");
        int exitCode;
        DemoRun.Outcome outcome;
        try (DemoRun demo = DemoRun.open(options, console, () -> StopSignal.NEVER, new Tampering())) {
            outcome = demo.run();
            exitCode = console.finish(outcome.report(), outcome.problems());
        }

        assertThat(exitCode).isEqualTo(4);
        assertThat(outcome.report().phantomWrites())
                .as("a product that nobody sold")
                .isEqualTo(1);
        assertThat(outcome.report().echoedChanges())
                .as("applied, and accepted by nobody")
                .isEqualTo(1);
        assertThat(outcome.report().lostWrites())
                .as("an address that is gone on one side")
                .isEqualTo(1);
        assertThat(outcome.report().differences()).isEqualTo(1);
        assertThat(text(out)).contains("\n  lost writes      1\n", "\n  echoed changes   1\n");
        assertThat(text(err)).contains("error DEMO_FAILED: 1 rows lack a write that was accepted\n");
        removeLeftFiles(text(err));
    }

    /** Runs the real commands, and at the end also does what no application did. */
    private static final class Tampering implements CommandLineRunner {
        private boolean end;
        private boolean deleted;

        @Override
        public int run(Terminal terminal, String... arguments) {
            List<String> command = Arrays.asList(arguments);
            Path config = Path.of(command.get(command.indexOf("--config") + 1));
            if (command.contains("status")) {
                end = true;
                execute(
                        SettingsFile.read(config).requiredStrangler().to(),
                        "INSERT INTO products (sku, barcode, name, price, stock, discontinued, version)"
                                + " VALUES ('SKU-NOBODY', 1, 'Nobody sold this', 1, 1, 0, 1)");
            } else if (end && !deleted) {
                // Only now that the load has stopped: a change of a row that is gone would stop the stream.
                deleted = true;
                execute(
                        SettingsFile.read(config).requiredStrangler().from(),
                        "SET @ficus_applier = 'customers'",
                        "DELETE FROM addresses LIMIT 1");
            }
            return CommandLines.run(terminal, Hook.NONE, arguments);
        }
    }

    private static void execute(DatabaseSettings database, String... statements) {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> wholeWay() {
        List<String> way = new ArrayList<>();
        for (String domain : List.of("customers", "catalog", "orders")) {
            for (String phase : List.of("mirroring", "dual-write", "mirroring", "dual-write", "postgres")) {
                way.add(domain + " " + phase);
            }
        }
        return way;
    }

    private static List<String> phases(JsonNode report) {
        List<String> phases = new ArrayList<>();
        report.get("phases")
                .forEach(change -> phases.add(change.get("domain").asText() + " "
                        + change.get("phase").asText()));
        return phases;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void removeLeftFiles(String text) throws IOException {
        String line = text.lines()
                .filter(each -> each.startsWith("The files of the demo are in "))
                .findFirst()
                .orElseThrow();
        Path directory = Path.of(line.substring("The files of the demo are in ".length()));
        assertThat(directory.resolve("ledger.tsv")).exists();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
