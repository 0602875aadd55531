import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StreamSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.stream.CaptureRules;
import dev.ficus.dualwrite.stream.MysqlCapture;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.SourceTransaction;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Both streams on servers of the sandbox: {@code java -cp FICUS/lib/* StreamBench.java FICUS WORK CHANGES SECONDS HERE}, where FICUS
 * is the distribution, HERE the directory of this file, WORK an empty directory that may hold the jars of Debezium in {@code debezium}, CHANGES how many row
 * changes are caught up with, and SECONDS how long the steady load runs.
 */
public final class StreamBench {
    private static final int SEEDS = 20_000;
    private static final int RUNS = 3;
    private static final int STEADY_PER_SECOND = 1_000;
    private static final int STEADY_WRITERS = 4;
    private static final String DOMAIN = "shop";
    private static final String LARGE_BATCH = "8192";
    private static final List<String> DEBEZIUM_STATE = List.of("debezium.offsets", "debezium.history");
    private static final String INSERT = "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final Path dist;
    private final Path work;
    private final int changes;
    private final int seconds;
    private final Path here;
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final DatabaseSettings legacy;
    private final DatabaseSettings primary;
    private final DatabaseSettings peer;
    private long nextKey = 1;
    private long oldest = 1;
    private boolean turned;
    private Connection watching;

    private StreamBench(String[] arguments, SandboxServer mysql, SandboxServer postgres) {
        dist = Path.of(arguments[0]).toAbsolutePath();
        work = Path.of(arguments[1]).toAbsolutePath();
        changes = Integer.parseInt(arguments[2]);
        seconds = Integer.parseInt(arguments[3]);
        here = Path.of(arguments[4]).toAbsolutePath();
        legacy = mysql.freshDatabase("legacy");
        primary = postgres.freshDatabase("primary");
        peer = postgres.freshDatabase("peer");
    }

    public static void main(String[] arguments) throws Exception {
        try (SandboxServer mysql = Sandbox.start(DatabaseKind.MYSQL, SandboxOptions.defaults(), Progress.SILENT);
                SandboxServer postgres = Sandbox.start(DatabaseKind.POSTGRES, SandboxOptions.defaults(), Progress.SILENT)) {
            System.out.println(mysql.description() + "; " + postgres.description());
            new StreamBench(arguments, mysql, postgres).run();
        }
    }

    private void run() throws Exception {
        prepare();
        ficus("backfill", DOMAIN);
        BinlogPosition start = position();
        Optional<String> missing = beginDebezium();
        long written = write(legacy, changes);
        end(legacy);
        capture(start, written);
        double forward = catchUp("forward");
        figures.put("forward/changes-per-second", whole(forward));
        double theirs = missing.isPresent() ? 0 : debezium("debezium", "");
        double large = missing.isPresent() ? 0 : debezium("debezium-large-batches", LARGE_BATCH);
        steady();
        turn();
        write(primary, changes);
        double reverse = catchUp("reverse");
        System.out.println();
        String rate = figures.remove("forward/changes-per-second");
        figures.forEach((name, value) -> System.out.println(name + " " + value));
        System.out.println("forward/changes-per-second " + rate);
        System.out.println("reverse/changes-per-second " + whole(reverse));
        System.out.println("ficus/debezium-large-batches " + ratio(missing, forward, large));
        System.out.println("ficus/debezium " + ratio(missing, forward, theirs));
    }

    private static String ratio(Optional<String> missing, double ours, double theirs) {
        return missing.orElseGet(
                () -> theirs == 0 ? "missing: it did not catch up" : String.format(Locale.ROOT, "%.2f", ours / theirs));
    }

    private void prepare() throws Exception {
        execute(legacy, "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INT NOT NULL, state VARCHAR(20) NOT NULL,"
                + " total DECIMAL(12,2) NOT NULL, placed DATETIME(6) NOT NULL, note VARCHAR(60), paid TINYINT NOT NULL)"
                + " ENGINE=InnoDB");
        for (DatabaseSettings target : List.of(primary, peer)) {
            execute(target, "CREATE TABLE orders (id bigint PRIMARY KEY, customer integer NOT NULL, state varchar(20) NOT NULL,"
                    + " total numeric(12,2) NOT NULL, placed timestamp(6) NOT NULL, note varchar(60), paid smallint NOT NULL)");
        }
        try (Connection mysql = Connections.open(legacy, properties());
                Connection peers = Connections.open(peer, properties())) {
            for (Connection connection : List.of(mysql, peers)) {
                connection.setAutoCommit(false);
                try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                    for (long key = 1; key <= SEEDS; key++) {
                        bind(insert, key);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
                connection.commit();
            }
        }
        nextKey = SEEDS + 1;
        StringBuilder settings = new StringBuilder("databases:\n");
        for (DatabaseSettings database : List.of(legacy, primary)) {
            settings.append("  " + database.name() + ":\n    url: \"" + database.url() + "\"\n");
            database.user().ifPresent(user -> settings.append("    user: \"" + user + "\"\n"));
            database.password().ifPresent(password -> settings.append("    password: \"" + password + "\"\n"));
        }
        settings.append("strangler: { from: legacy, to: primary, domains: { " + DOMAIN + ": { tables: [orders] } } }\n");
        Files.writeString(work.resolve("ficus.yaml"), settings.toString());
    }

    // The load: transactions of 1 to 20 rows, 60 % inserts, 35 % updates, 5 % deletes.

    /** Returns how many rows were changed. */
    private long write(DatabaseSettings database, int count) throws SQLException {
        Random random = new Random(1);
        long began = System.nanoTime();
        long done = 0;
        try (Connection connection = Connections.open(database, properties());
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            while (done < count) {
                TreeSet<Long> updated = new TreeSet<>();
                int inserted = 0;
                int deleted = 0;
                for (int rows = 1 + random.nextInt(20); rows > 0; rows--) {
                    int dice = random.nextInt(100);
                    if (dice < 60) {
                        bind(insert, nextKey + inserted++);
                        insert.addBatch();
                    } else if (dice < 95) {
                        updated.add(oldest + 50 + (long) (random.nextDouble() * (nextKey - 100 - oldest)));
                    } else {
                        deleted++;
                    }
                }
                if (inserted > 0) {
                    insert.executeBatch();
                    nextKey += inserted;
                }
                if (!updated.isEmpty()) {
                    String keys = updated.stream().map(Object::toString).collect(Collectors.joining(", "));
                    statement.executeUpdate("UPDATE orders SET state = 'state " + done % 1_000
                            + "', total = total + 0.5, paid = 1 - paid WHERE id IN (" + keys + ")");
                }
                if (deleted > 0) {
                    oldest += deleted;
                    statement.executeUpdate("DELETE FROM orders WHERE id > 0 AND id < " + oldest);
                }
                connection.commit();
                done += inserted + updated.size() + deleted;
            }
        }
        say("wrote " + done + " changes in " + seconds(System.nanoTime() - began) + " s");
        return done;
    }

    /** A row that is the last one of the load. */
    private void end(DatabaseSettings database) throws SQLException {
        try (Connection connection = Connections.open(database, properties());
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(insert, -1);
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, long key) throws SQLException {
        insert.setLong(1, key);
        insert.setInt(2, (int) (key % 10_000));
        insert.setString(3, "placed");
        insert.setBigDecimal(4, BigDecimal.valueOf(key % 1_000_000, 2));
        insert.setObject(5, LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(key % 10_000_000));
        insert.setString(6, "a note on order " + key);
        insert.setInt(7, (int) (key % 2));
    }

    // Capture alone.

    private void capture(BinlogPosition start, long written) throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            rates.add(captureOnce(start, written));
        }
        figures.put("capture/rows-per-second", whole(median(rates)));
    }

    private double captureOnce(BinlogPosition start, long written) throws Exception {
        BinlogPosition end = position();
        List<Table> tables;
        try (Connection connection = Connections.open(legacy, properties())) {
            tables = MysqlCatalog.tables(connection, new DomainSettings(DOMAIN, List.of("orders")));
        }
        long rows = 0;
        long began = System.nanoTime();
        try (MysqlCapture capture = new MysqlCapture(
                new MysqlServer(legacy),
                tables.get(0).database(),
                tables,
                DOMAIN,
                start,
                CaptureRules.DEFAULT,
                StreamSettings.DEFAULT)) {
            while (capture.position().compareTo(end) < 0 || rows < written) {
                Optional<SourceTransaction> next = capture.poll(Duration.ofMillis(100));
                if (next.isPresent()) {
                    rows += next.get().changes().size();
                    next.get().changes().close();
                }
            }
        }
        return rows * 1e9 / (System.nanoTime() - began);
    }

    // Catching up. The clock runs from the first batch that the checkpoint shows to the last, so start-up does not count.

    private double catchUp(String what) throws Exception {
        long before = applied();
        long began = System.nanoTime();
        Process sync = process("ficus.log", "sync", DOMAIN, "--until-caught-up");
        long firstAt = 0;
        long lastAt = 0;
        long first = before;
        long last = before;
        while (true) {
            boolean ended = sync.waitFor(10, TimeUnit.MILLISECONDS);
            long now = applied();
            if (now != last) {
                last = now;
                lastAt = System.nanoTime();
                if (firstAt == 0) {
                    first = now;
                    firstAt = lastAt;
                }
            }
            if (ended) {
                break;
            }
        }
        if (sync.exitValue() != 0 || last == before) {
            throw new IllegalStateException(what + ": " + Files.readString(work.resolve("ficus.log")));
        }
        if (lastAt == firstAt) {
            say(what + ": one batch had all " + (last - before) + " changes, so start-up counts; take more CHANGES");
            return (last - before) * 1e9 / (lastAt - began);
        }
        say(what + ": " + (last - before) + " changes, the first " + (first - before) + " of them not counted, in "
                + seconds(lastAt - firstAt) + " s");
        return (last - first) * 1e9 / (lastAt - firstAt);
    }

    private long applied() throws SQLException {
        try (PreparedStatement statement = target().prepareStatement(
                        "SELECT changes FROM ficus.checkpoint WHERE domain = '" + DOMAIN + "'");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The connection that watches the checkpoint; another one behind the cutover. */
    private Connection target() throws SQLException {
        if (watching == null) {
            watching = Connections.open(turned ? legacy : primary, properties());
        }
        return watching;
    }

    // The peer.

    private Optional<String> beginDebezium() throws Exception {
        if (!Files.isDirectory(work.resolve("debezium"))) {
            return Optional.of("missing: the jars of Debezium could not be fetched");
        }
        Process begin = startDebezium("begin", "");
        // It begins where the log ends at a moment that nobody knows, so changes are made until it has seen one.
        while (!begin.waitFor(200, TimeUnit.MILLISECONDS)) {
            execute(legacy, "UPDATE orders SET paid = 1 - paid WHERE id = 1");
        }
        execute(peer, "CREATE TABLE orders_before AS SELECT * FROM orders");
        for (String file : DEBEZIUM_STATE) {
            Files.copy(work.resolve(file), work.resolve(file + ".before"));
        }
        return begin.exitValue() == 0 ? Optional.empty() : Optional.of("missing: it does not start, see " + work.resolve("debezium.log"));
    }

    /** From where {@link #beginDebezium} ended, on the rows as they were then. */
    private double debezium(String name, String batch) throws Exception {
        execute(peer, "TRUNCATE orders", "INSERT INTO orders SELECT * FROM orders_before", "VACUUM ANALYZE orders");
        for (String file : DEBEZIUM_STATE) {
            Files.copy(work.resolve(file + ".before"), work.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = startDebezium("catch-up", batch);
        boolean done = process.waitFor() == 0;
        for (String line : Files.readAllLines(work.resolve("debezium.log"))) {
            if (done && line.startsWith("changes-per-second ")) {
                double rate = Double.parseDouble(line.substring(line.indexOf(' ') + 1));
                figures.put(name + "/changes-per-second", whole(rate));
                String count = "SELECT count(*), sum(paid), max(id) FROM orders";
                figures.put(name + "/equal", Boolean.toString(rows(peer, count).equals(rows(legacy, count))));
                return rate;
            }
        }
        return 0;
    }

    private Process startDebezium(String what, String batch) throws IOException {
        return new ProcessBuilder(
                        "java",
                        "-cp",
                        work.resolve("debezium") + "/*",
                        here.resolve("DebeziumBench.java").toString(),
                        what,
                        work.toString(),
                        legacy.url(),
                        legacy.user().orElse(""),
                        legacy.password().orElse(""),
                        peer.url(),
                        peer.user().orElse(""),
                        peer.password().orElse(""),
                        Boolean.toString(maria()),
                        batch)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("debezium.log").toFile())
                .start();
    }

    private boolean maria() {
        try {
            return rows(legacy, "SELECT version()").get(0).contains("MariaDB");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    // Steady load: how long a committed row takes to be seen on the other side.

    private void steady() throws Exception {
        Process sync = process("sync.log", "sync", DOMAIN);
        ExecutorService writers = Executors.newFixedThreadPool(STEADY_WRITERS);
        try {
            awaitRow(travel());
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Future<Integer>> written = new ArrayList<>();
            for (int i = 0; i < STEADY_WRITERS; i++) {
                long keys = 1_000_000_000L * (i + 1);
                written.add(writers.submit(writer(keys, end)));
            }
            List<Double> lags = new ArrayList<>();
            while (System.nanoTime() < end) {
                lags.add(travel() / 1e6);
                LockSupport.parkNanos(20_000_000);
            }
            int transactions = 0;
            for (Future<Integer> one : written) {
                transactions += one.get();
            }
            Collections.sort(lags);
            figures.put("steady/transactions-per-second", whole((double) transactions / seconds));
            figures.put("steady/lag-median-ms", whole(lags.get(lags.size() / 2)));
            figures.put("steady/lag-p99-ms", whole(lags.get(lags.size() * 99 / 100)));
        } finally {
            writers.shutdownNow();
            sync.destroy();
            sync.waitFor();
        }
    }

    private void awaitRow(long first) {
        say("the first row took " + seconds(first) + " s, start-up included");
    }

    private Callable<Integer> writer(long keys, long end) {
        return () -> {
            int done = 0;
            try (Connection connection = Connections.open(legacy, properties());
                    PreparedStatement insert = connection.prepareStatement(INSERT)) {
                long pause = 1_000_000_000L * STEADY_WRITERS / STEADY_PER_SECOND;
                long due = System.nanoTime();
                while (System.nanoTime() < end) {
                    bind(insert, keys + done++);
                    insert.executeUpdate();
                    due += pause;
                    LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                }
            }
            return done;
        };
    }

    /** Nanoseconds from the answer to a COMMIT on MySQL until a query of PostgreSQL finds the row. */
    private long travel() throws SQLException {
        long key = 900_000_000_000L + nextKey++;
        try (Connection source = Connections.open(legacy, properties());
                Connection target = Connections.open(primary, properties());
                PreparedStatement insert = source.prepareStatement(INSERT);
                PreparedStatement find = target.prepareStatement("SELECT 1 FROM orders WHERE id = " + key)) {
            bind(insert, key);
            insert.executeUpdate();
            long committed = System.nanoTime();
            while (true) {
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) {
                        return System.nanoTime() - committed;
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Mirroring to dual-write; nobody writes and no sync runs behind it. */
    private void turn() throws Exception {
        Process sync = process("sync.log", "sync", DOMAIN);
        try {
            ficus("verify", DOMAIN);
            ficus("cutover", "run", DOMAIN, "--to", "dual-write", "--max-lag", "60");
            turned = true;
            watching.close();
            watching = null;
        } finally {
            sync.destroy();
            sync.waitFor();
        }
    }

    // Processes, queries, figures.

    /** Runs a command line that must succeed; returns how long it took, in nanoseconds. */
    private long ficus(String... line) throws Exception {
        long began = System.nanoTime();
        Process process = process("ficus.log", line);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Arrays.toString(line) + ": " + Files.readString(work.resolve("ficus.log")));
        }
        return System.nanoTime() - began;
    }

    private Process process(String log, String... line) throws IOException {
        List<String> command = new ArrayList<>(List.of(dist.resolve("bin/ficus").toString()));
        command.addAll(List.of(line));
        command.addAll(List.of("--config", work.resolve("ficus.yaml").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(log).toFile())
                .start();
    }

    private BinlogPosition position() throws SQLException {
        try (Connection connection = Connections.open(legacy, properties())) {
            return MysqlPosition.current(connection);
        }
    }

    /** Batches travel as one packet. */
    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        return properties;
    }

    private static void execute(DatabaseSettings database, String... statements) throws SQLException {
        try (Connection connection = Connections.open(database, properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> rows(DatabaseSettings database, String query) throws SQLException {
        try (Connection connection = Connections.open(database, properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringBuilder cells = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.append(row.getString(i)).append('|');
                }
                rows.add(cells.substring(0, cells.length() - 1));
            }
            return rows;
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
