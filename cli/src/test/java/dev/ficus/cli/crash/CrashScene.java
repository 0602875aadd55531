package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Main;
import dev.ficus.cli.Project;
import dev.ficus.cli.Waiting;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SandboxServer;
import dev.ficus.sandbox.SharedServers;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fresh databases with the tables of some domains on both sides, and a {@code ficus.yaml} that names them. */
final class CrashScene {
    private static final int SEEDS = 120;

    private final DatabaseSettings legacy;
    private final DatabaseSettings primary;
    private final Path directory;
    private final List<ShopDomain> domains;
    private final Project project;

    /** @param count how many domains, of names that no other test on these servers has */
    CrashScene(Path directory, int count) throws SQLException {
        this(directory, count, SharedServers.server(DatabaseKind.MYSQL), SharedServers.server(DatabaseKind.POSTGRES));
    }

    /** On servers of the test's choice, such as some that it stops. */
    CrashScene(Path directory, int count, SandboxServer mysql, SandboxServer postgres) throws SQLException {
        this.directory = directory;
        legacy = mysql.freshDatabase("legacy");
        primary = postgres.freshDatabase("primary");
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        domains = IntStream.range(0, count)
                .mapToObj(i -> new ShopDomain("d" + i + "_" + run))
                .toList();
        for (ShopDomain domain : domains) {
            execute(mysql(), domain.mysql());
            execute(mysql(), seeds(domain));
            execute(postgres(), domain.postgres());
        }
        project = new Project(directory)
                .database(legacy)
                .database(primary)
                .settings("strangler:\n  from: legacy\n  to: primary\n  domains: { "
                        + domains.stream()
                                .map(d -> d.name() + ": { tables: [" + d.purchase() + ", " + d.line() + "] }")
                                .collect(Collectors.joining(", "))
                        + " }");
    }

    /** Lets streams hold so much, and keep the rest in a directory of this project. */
    Path spilling(String memory) {
        project.settings("  stream: { memory: " + memory + ", spill: spill }");
        return project.path("spill");
    }

    /** How many domains there are. */
    int domains() {
        return domains.size();
    }

    ShopDomain domain(int number) {
        return domains.get(number);
    }

    Path directory() {
        return directory;
    }

    Connection mysql() {
        return Connections.open(legacy, new Properties());
    }

    Connection postgres() {
        return Connections.open(primary, new Properties());
    }

    /** Runs a command line in this process. */
    CommandRun ficus(String... line) {
        return project.run(line);
    }

    /** Runs a command line in this process, which must succeed. */
    CommandRun succeed(String... line) {
        CommandRun run = ficus(line);
        assertThat(run.exitCode()).as("%s: %s", List.of(line), run.err()).isZero();
        return run;
    }

    /** Runs a command line that must succeed with {@code -o json}, and reads its document. */
    JsonNode json(String... line) throws Exception {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("-o", "json"));
        return JsonMapper.builder()
                .build()
                .readTree(succeed(all.toArray(String[]::new)).out());
    }

    /** Runs a command line that must succeed, and returns the points of the protocols that it came by, in order. */
    List<String> pointsOf(String... line) {
        Set<String> points = new LinkedHashSet<>();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(nowhere, nowhere, false, 0, name -> Optional.empty());
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--config", project.path("ficus.yaml").toString()));
        int exitCode = Main.run(terminal, points::add, all.toArray(String[]::new));
        assertThat(exitCode).as("recording %s", all).isZero();
        return List.copyOf(points);
    }

    /** The rows of a query, each as its columns joined by {@code |}. */
    static List<String> rows(Connection opened, String query) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        }
    }

    static long number(Connection opened, String query) throws SQLException {
        return Long.parseLong(rows(opened, query).get(0));
    }

    String phase(ShopDomain domain) throws SQLException {
        return rows(postgres(), "SELECT phase FROM ficus.domain WHERE name = '" + domain.name() + "'")
                .get(0);
    }

    /**
     * Waits until PostgreSQL has noticed that the session of a dead process is gone, and its lock with it. Nobody else
     * takes the lock away.
     */
    void awaitLockGone(String lock) throws Exception {
        String held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND (classid::bigint << 32 | objid::bigint) = hashtextextended('ficus:" + lock + "', 0)";
        Waiting.until("nobody holds " + lock, () -> number(postgres(), held) == 0);
    }

    /** Both sides hold the same rows, and of the application's writes exactly the accepted ones. */
    void assertNothingLost(ShopDomain domain, Ledger ledger) throws SQLException {
        for (String query : List.of(
                "SELECT id, token, amount FROM " + domain.purchase() + " ORDER BY id",
                "SELECT id, purchase, product FROM " + domain.line() + " ORDER BY id")) {
            assertThat(rows(postgres(), query)).as(query).isEqualTo(rows(mysql(), query));
        }
        String written =
                "SELECT token, amount FROM " + domain.purchase() + " WHERE token NOT LIKE 'seed-%' ORDER BY id";
        assertThat(rows(mysql(), written)).as("accepted writes").containsExactlyInAnyOrderElementsOf(ledger.rows());
        assertThat(number(mysql(), "SELECT count(*) FROM " + domain.line()))
                .as("one line for each purchase")
                .isEqualTo(SEEDS + ledger.rows().size());
    }

    /** Indexes and constraints of the domain's tables in PostgreSQL, with their definitions. */
    List<String> postgresObjects(ShopDomain domain) throws SQLException {
        String tables = "('" + domain.purchase() + "'::regclass, '" + domain.line() + "'::regclass)";
        return rows(
                postgres(),
                "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indisvalid AND indrelid IN " + tables
                        + " UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE conrelid IN " + tables + " ORDER BY 1");
    }

    /** Both sides hold the same rows, and PostgreSQL has taken exactly so many changes of rows since the copy. */
    void assertEqualAfter(ShopDomain domain, long changes) throws SQLException {
        for (String table : List.of(domain.purchase(), domain.line())) {
            String query = "SELECT * FROM " + table + " ORDER BY id";
            assertThat(rows(postgres(), query)).as(query).isEqualTo(rows(mysql(), query));
        }
        assertThat(changes(domain))
                .as("row changes applied, over all processes")
                .isEqualTo(changes);
    }

    /** Row changes that the forward stream has applied, over all processes. */
    long changes(ShopDomain domain) throws SQLException {
        return number(postgres(), "SELECT changes FROM ficus.checkpoint WHERE domain = '" + domain.name() + "'");
    }

    private static String[] seeds(ShopDomain domain) {
        String purchases = IntStream.rangeClosed(1, SEEDS)
                .mapToObj(i -> "(" + i + ", 'seed-" + i + "', " + i + ")")
                .collect(Collectors.joining(", "));
        return new String[] {
            "INSERT INTO " + domain.purchase() + " (id, token, amount) VALUES " + purchases,
            "INSERT INTO " + domain.line() + " (purchase, product) SELECT id, 'tea' FROM " + domain.purchase()
        };
    }

    static void execute(Connection opened, String... statements) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
