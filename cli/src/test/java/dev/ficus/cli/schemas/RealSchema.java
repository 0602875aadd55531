package dev.ficus.cli.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Main;
import dev.ficus.cli.Waiting;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An application's schema on MySQL with rows in it, an empty PostgreSQL, and a user at the command line. */
final class RealSchema {
    private static final String UNIQUE = "_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private final String name;
    private final Path directory;
    private final DatabaseSettings mysql =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings postgres =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final Map<String, String> environment;

    /** @param name of the files under {@code schemas} */
    RealSchema(String name, Path directory) throws Exception {
        this.name = name;
        this.directory = directory;
        this.environment = Map.of(
                "LEGACY_PASSWORD", mysql.password().orElse(""),
                "PRIMARY_PASSWORD", postgres.password().orElse(""));
        try (Connection connection = mysql();
                Statement statement = connection.createStatement()) {
            for (String sql : resource(".sql").split(";\\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    Connection mysql() {
        return Connections.open(mysql, new Properties());
    }

    Connection postgres() {
        return Connections.open(postgres, new Properties());
    }

    /** Runs statements on MySQL, leaving out none that fails. */
    void onMysql(String... statements) throws SQLException {
        try (Connection connection = mysql()) {
            run(connection, statements);
        }
    }

    void onPostgres(String... statements) throws SQLException {
        try (Connection connection = postgres()) {
            run(connection, statements);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new SQLException(e.getMessage() + ": " + sql, e.getSQLState(), e.getErrorCode(), e);
                }
            }
        }
    }

    /** Adds rows to the tables, parents first. */
    void fill(long seed, int rows, Map<String, Set<Hazard>> hazards, List<String> tables) throws SQLException {
        try (Connection connection = mysql()) {
            SchemaRows filler = new SchemaRows(connection, seed, hazards);
            for (String table : tables) {
                filler.fill(table, rows);
            }
        }
    }

    /** Changes rows as the legacy application does. */
    void change(long seed, int rows, Map<String, Set<Hazard>> hazards, List<String> tables) throws SQLException {
        try (Connection connection = mysql()) {
            SchemaRows filler = new SchemaRows(connection, seed, hazards);
            for (String table : tables) {
                filler.change(table, rows);
            }
        }
    }

    /** {@code ficus init --from}, and then what its user edits: the login of PostgreSQL, the domains, the choices. */
    CommandRun init() throws IOException {
        CommandRun init =
                ficus("init", "--from", mysql.url(), "--user", mysql.user().orElse("root"), "--to", postgres.url());
        assertThat(init.exitCode()).as(init.err()).isZero();
        String written = Files.readString(file());
        Files.writeString(
                file(),
                written.substring(0, written.indexOf("strangler:"))
                                .replace(
                                        "    user: ficus\n",
                                        "    user: " + postgres.user().orElseThrow() + "\n")
                        + resource(".yaml").replace("@", UNIQUE));
        return init;
    }

    /** The domain of that name in {@code schemas/NAME.yaml}. */
    String domain(String word) {
        return word + UNIQUE;
    }

    /** Every domain of {@code schemas/NAME.yaml}, in its order. */
    List<String> domains() throws IOException {
        List<String> domains = new ArrayList<>();
        resource(".yaml")
                .lines()
                .filter(line -> line.contains("@:"))
                .forEach(line -> domains.add(line.strip().replaceFirst("@:.*", UNIQUE)));
        return domains;
    }

    /** Runs a command line that has to succeed. */
    CommandRun ok(String... line) {
        CommandRun run = ficus(line);
        assertThat(run.exitCode())
                .as("%s: %s%s", String.join(" ", line), run.out(), run.err())
                .isZero();
        return run;
    }

    CommandRun ficus(String... line) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--config", file().toString()));
        return CommandRun.with(environment, false, all.toArray(String[]::new));
    }

    /** The streams of all domains, in a process of its own, while {@code work} is done. */
    void whileSyncing(Work work) throws Exception {
        Path output = directory.resolve("sync.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "sync",
                        "--config",
                        file().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process sync = builder.start();
        try {
            Waiting.until("the streams run", () -> {
                assertThat(sync.isAlive()).as(Files.readString(output)).isTrue();
                return Files.readString(output).contains("stream");
            });
            work.run();
            assertThat(sync.isAlive()).as(Files.readString(output)).isTrue();
        } finally {
            sync.destroy();
            assertThat(sync.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    interface Work {
        void run() throws Exception;
    }

    /** One value of PostgreSQL, as text. */
    String asked(String sql) throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return String.valueOf(row.getString(1));
        }
    }

    /** Writes every row of every table of PostgreSQL anew, as an application does that saves whole objects. */
    void rewriteOnPostgres() throws SQLException {
        List<String> statements = new ArrayList<>();
        String sql = "SELECT format('UPDATE %I SET ', c.relname) || string_agg(format('%1$I = %1$I', a.attname), ', ')"
                + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                + " AND a.attgenerated = '' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
                + " AND NOT c.relispartition AND c.relname NOT IN ('databasechangelog', 'databasechangeloglock')"
                + " AND c.relname NOT LIKE 'ficus%' GROUP BY c.relname ORDER BY c.relname";
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        }
        assertThat(statements).isNotEmpty();
        onPostgres(statements.toArray(String[]::new));
    }

    Path file() {
        return directory.resolve("ficus.yaml");
    }

    private String resource(String ending) throws IOException {
        String path = "/schemas/" + name + ending;
        try (InputStream stream = RealSchema.class.getResourceAsStream(path)) {
            assertThat(stream).as(path).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
