package dev.ficus.dualwrite;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A fresh MySQL database and a fresh PostgreSQL database with the control schema on both sides. The database
 * {@code ficus} of MySQL is shared by all tests on that server, so every test takes a domain name of its own from
 * {@link #domain}.
 *
 * @param from the empty MySQL database
 * @param to the PostgreSQL database, empty but for its schema {@code ficus}
 */
public record StranglerFixture(DatabaseSettings from, DatabaseSettings to) {
    private static final String RESOURCES = "/dev/ficus/dualwrite/control/";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String RUN =
            Long.toString(ProcessHandle.current().pid(), 36) + Long.toString(System.currentTimeMillis(), 36);

    /** Two fresh databases on the shared servers. */
    public static StranglerFixture fresh() {
        DatabaseSettings from = SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
        DatabaseSettings to = SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
        return on(from, to);
    }

    /** Puts the control schema into two databases that exist. */
    public static StranglerFixture on(DatabaseSettings from, DatabaseSettings to) {
        StranglerFixture fixture = new StranglerFixture(from, to);
        fixture.createMysqlControl();
        fixture.postgres("CREATE SCHEMA ficus");
        scripts("postgres").forEach(fixture::postgres);
        return fixture;
    }

    /** A domain name that no other test on these servers has. */
    public static String domain(String word) {
        return word + "_" + RUN + NUMBERS.incrementAndGet();
    }

    /** A domain of that name, registered in the control schema. */
    public DomainSettings register(String domain, String... tables) {
        postgres("INSERT INTO ficus.domain (name, phase, epoch) VALUES ('" + domain + "', 'legacy', 1)");
        return new DomainSettings(domain, List.of(tables));
    }

    public Strangler strangler(DomainSettings... domains) {
        return strangler(Hook.NONE, domains);
    }

    public Strangler strangler(Hook hook, DomainSettings... domains) {
        return new Strangler(
                new StranglerSettings(from, to, List.of(domains)), Progress.SILENT, StopSignal.NEVER, hook);
    }

    public MysqlServer mysql() {
        return new MysqlServer(from);
    }

    public PostgresServer postgres() {
        return new PostgresServer(to);
    }

    /** The name of the MySQL database. */
    public String mysqlDatabase() {
        try (Connection connection = mysql().open()) {
            return connection.getCatalog();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** These tables as MySQL's catalog has them. */
    public List<Table> tables(String... names) {
        try (Connection connection = mysql().open()) {
            return MysqlCatalog.tables(connection, new DomainSettings("any", List.of(names)));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs statements on MySQL, each in a transaction of its own. */
    public void mysql(String... statements) {
        try (Connection connection = mysql().open()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs statements on PostgreSQL, each in a transaction of its own. */
    public void postgres(String... statements) {
        try (Connection connection = postgres().open()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of a query on MySQL, each as its columns joined by {@code |}, with NULL as {@code ~}. */
    public List<String> mysqlRows(String query) {
        try (Connection connection = mysql().open()) {
            return rows(connection, query);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of a query on PostgreSQL, each as its columns joined by {@code |}, with NULL as {@code ~}. */
    public List<String> postgresRows(String query) {
        try (Connection connection = postgres().open()) {
            return rows(connection, query);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                String[] cells = new String[result.getMetaData().getColumnCount()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = Objects.requireNonNullElse(result.getString(i + 1), "~");
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        }
    }

    private void createMysqlControl() {
        synchronized (NUMBERS) {
            mysql("CREATE DATABASE IF NOT EXISTS ficus");
            if (!mysqlRows("SELECT 1 FROM information_schema.tables"
                            + " WHERE table_schema = 'ficus' AND table_name = 'checkpoint'")
                    .isEmpty()) {
                return;
            }
            for (String script : scripts("mysql")) {
                List<String> statements = new ArrayList<>(List.of("USE ficus"));
                Arrays.stream(script.replaceAll("(?m)^--.*$", "").split(";\\s*(\\n|$)"))
                        .filter(statement -> !statement.isBlank())
                        .forEach(statements::add);
                mysql(statements.toArray(String[]::new));
            }
        }
    }

    /** The control schema's change files of one kind, in name order; the module is a jar in integration tests. */
    private static synchronized List<String> scripts(String kind) {
        try {
            URI first = Objects.requireNonNull(
                            StranglerFixture.class.getResource(RESOURCES + kind + "/V001__control.sql"))
                    .toURI();
            if (!first.getScheme().equals("jar")) {
                return texts(Path.of(first).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(first, Map.of())) {
                return texts(jar.getPath(RESOURCES, kind));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".sql"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
