import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * {@code ficus backfill} beside COPY, a drain of MySQL and pgloader: {@code java -cp LIBRARIES BackfillBench.java FICUS WORK
 * [--rows N] [--runs N] [--large-rows N] [--wide-rows N]}, where FICUS is the launcher, WORK an empty directory and LIBRARIES
 * the jars of Ficus, for their drivers.
 *
 * <p>What is compared runs in turn, A B C A B C, after one round that is not counted; ratios are the median of the ratios of
 * the rounds, so that a machine whose speed drifts does not move them. Every run has a fresh PostgreSQL database.
 */
public final class BackfillBench {
    private static final String SHAPE = """
            CREATE TABLE %s (
              id BIGINT UNSIGNED NOT NULL PRIMARY KEY, customer INT NOT NULL, status ENUM('new','paid','sent','returned') NOT NULL,
              total DECIMAL(12,2) NOT NULL, note VARCHAR(61), placed DATETIME(6) NOT NULL,
              changed TIMESTAMP(3) NOT NULL, priority TINYINT NOT NULL%s)""";
    private static final String ROW = "n, n * 7919 %% 100003, 1 + n %% 4, (n * 37 %% 10000000) / 100,"
            + " left(concat('order ', n, ' was placed by telephone and is to be sent in the week after'), 30 + n %% 32),"
            + " '2021-01-01' + INTERVAL n SECOND + INTERVAL n %% 1000000 MICROSECOND,"
            + " '2022-01-01' + INTERVAL n SECOND + INTERVAL (n %% 1000) * 1000 MICROSECOND, n %% 10";

    private final Path ficus;
    private final Path work;
    private final Map<String, Integer> sizes = new LinkedHashMap<>(
            Map.of("--rows", 2_000_000, "--runs", 5, "--large-rows", 10_000_000, "--wide-rows", 500_000));
    private final Map<String, String> figures = new LinkedHashMap<>();
    private Servers servers = new Servers(Map.of());
    private Process sandbox;
    private int databases;

    private BackfillBench(List<String> arguments) {
        ficus = Path.of(arguments.get(0)).toAbsolutePath();
        work = Path.of(arguments.get(1)).toAbsolutePath();
        for (int i = 2; i < arguments.size(); i += 2) {
            if (sizes.put(arguments.get(i), Integer.parseInt(arguments.get(i + 1))) == null) {
                throw new IllegalArgumentException("known are " + sizes.keySet() + ", not " + arguments.get(i));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        new BackfillBench(Arrays.asList(arguments)).run();
    }

    private void run() throws Exception {
        boolean mysql = System.getenv("FICUS_SANDBOX_MYSQLD") != null;
        if (mysql) {
            on(Map.of("FICUS_SANDBOX_MYSQL", "installed"), () -> {
                compare("MySQL", "");
                memory();
            });
        } else {
            figures.put("mysql", "missing: FICUS_SANDBOX_MYSQLD names no mysqld, so MariaDB stands for it");
        }
        on(Map.of("FICUS_SANDBOX_MYSQL", "embedded"), () -> {
            compare("MariaDB", mysql ? "-mariadb" : "");
            if (!mysql) {
                memory();
            }
        });
        System.out.println();
        figures.forEach((name, value) -> System.out.println(name + " " + value));
    }

    private interface Part {
        void run() throws Exception;
    }

    private void on(Map<String, String> source, Part part) throws Exception {
        Path directory = Files.createTempDirectory(work, "sandbox");
        sandbox = start(List.of(ficus.toString(), "sandbox", "--dir", directory.toString()), source);
        try {
            Path file = directory.resolve("ficus.yaml");
            while (!Files.exists(file)) {
                if (!sandbox.isAlive()) {
                    throw new IllegalStateException("the sandbox did not start: " + Files.readString(work.resolve("errors.log")));
                }
                Thread.sleep(100);
            }
            servers = new Servers(Servers.parse(Files.readString(file)));
            part.run();
        } finally {
            sandbox.destroy();
            sandbox.waitFor(60, TimeUnit.SECONDS);
        }
    }

    /** The figures over one source. Whole processes are counted without their start-up, which is that of {@code --version}. */
    private void compare(String source, String suffix) throws Exception {
        int rows = sizes.get("--rows");
        load("orders", rows, SHAPE.formatted("orders", ""), "");
        String pgloader = source.equals("MariaDB") ? pgloader() : "";
        List<Double> copies = new ArrayList<>();
        List<Double> drains = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        double startUp = startUp();
        Path text = write(target("orders"));
        for (int run = 0; run <= sizes.get("--runs"); run++) {
            Target target = target("orders");
            double copyCpu = processors("postgres");
            double copy = rawCopy(target, text);
            copyCpu = processors("postgres") - copyCpu;
            double drain = drain();
            double mysqlCpu = processors("mysqld", "mariadbd");
            double postgresCpu = processors("postgres");
            Timed whole = backfill(target, "");
            double backfill = whole.seconds() - startUp;
            say("  processor seconds: of COPY %.2f in PostgreSQL; of the backfill %.2f in PostgreSQL, %.2f in MySQL, %.2f in Ficus",
                    copyCpu, processors("postgres") - postgresCpu, processors("mysqld", "mariadbd") - mysqlCpu, whole.processors());
            double loader = pgloader.isEmpty() ? 0 : load(pgloader);
            if (run > 0) {
                copies.add(copy);
                drains.add(drain);
                ours.add(backfill);
                ratios.add(backfill / copy);
                theirs.add(loader / backfill);
            }
            say("  %s, round %d: COPY %.2f s, drain %.2f s, backfill %.2f s%s", source, run, copy, drain, backfill,
                    pgloader.isEmpty() ? "" : String.format(Locale.ROOT, ", pgloader %.2f s", loader));
        }
        say("%s, %,d rows of 8 columns: raw COPY %.2f s, the client draining SELECT * %.2f s, ficus backfill without its"
                + " start-up of %.2f s %.2f s", source, rows, median(copies), median(drains), startUp, median(ours));
        figures.put("backfill/rows-per-second" + suffix, String.format(Locale.ROOT, "%.0f", rows / median(ours)));
        figures.put("drain/raw-copy" + suffix, number(median(drains) / median(copies)));
        if (source.equals("MariaDB")) {
            figures.put("pgloader/backfill", pgloader.isEmpty() ? "missing: there is no pgloader on the PATH" : number(median(theirs)));
        }
        figures.put("backfill/raw-copy" + suffix, number(median(ratios)));
    }

    /** Large and wide tables in a heap of 256 MB. */
    private void memory() throws Exception {
        memory("large", sizes.get("--large-rows"), SHAPE.formatted("large", ""), "");
        memory("wide", sizes.get("--wide-rows"), SHAPE.formatted("wide", ", body VARCHAR(2000) NOT NULL"),
                ", rpad('', 1950 + n %% 50, concat('word ', n, ' of the body, '))");
    }

    private void memory(String table, int rows, String create, String column) throws Exception {
        if (rows == 0) {
            return;
        }
        load(table, rows, create, column);
        Timed run = backfill(target(table), "-Xmx256m");
        say("%s: %,d rows in a heap of 256 MB: %.1f s, at most %d MB resident", table, rows, run.seconds(), run.peakMegabytes());
        figures.put("heap-256m/" + table + "-seconds", number(run.seconds()));
        figures.put("heap-256m/" + table + "-resident-megabytes", Long.toString(run.peakMegabytes()));
        mysql("DROP TABLE " + table);
    }

    /** Makes the rows on MySQL, a hundred thousand at a time. */
    private void load(String table, int rows, String create, String column) throws SQLException {
        mysql("CREATE TABLE IF NOT EXISTS digit (d INT PRIMARY KEY)",
                "INSERT IGNORE INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)", create);
        String numbers = "(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + %d AS n FROM digit a, digit b, digit c,"
                + " digit d, digit e) numbers WHERE n <= " + rows;
        for (int from = 1; from <= rows; from += 100_000) {
            mysql("INSERT INTO " + table + " SELECT " + (ROW + column).replace("%%", "%") + " FROM " + numbers.formatted(from));
        }
        mysql("ANALYZE TABLE " + table);
    }

    private record Target(String database, Path settings) {}

    /** A PostgreSQL database with the converted table, and a domain that nobody has copied. */
    private Target target(String table) throws Exception {
        String database = "bench_" + ++databases;
        postgres("shop", "CREATE DATABASE " + database);
        Path directory = Files.createDirectories(work.resolve(database));
        Path settings = Files.writeString(directory.resolve("ficus.yaml"), servers.settings(database, table));
        time(List.of(ficus.toString(), "-c", settings.toString(), "schema", "convert", database), Map.of());
        time(List.of(ficus.toString(), "-c", settings.toString(), "migrate", "up", "--db", "primary"), Map.of());
        return new Target(database, settings);
    }

    private Timed backfill(Target target, String heap) throws Exception {
        postgres(target.database(), "CHECKPOINT");
        return time(List.of(ficus.toString(), "-c", target.settings().toString(), "backfill", target.database()),
                heap.isEmpty() ? Map.of() : Map.of("FICUS_JAVA_OPTIONS", heap));
    }

    /** The rows as a file in the format of COPY. */
    private Path write(Target target) throws Exception {
        backfill(target, "");
        Path text = work.resolve("orders.copy");
        try (Connection connection = servers.postgres(target.database());
                OutputStream out = Files.newOutputStream(text)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY orders TO STDOUT", out);
        }
        return text;
    }

    private double rawCopy(Target target, Path text) throws Exception {
        postgres(target.database(), "CHECKPOINT");
        long start = System.nanoTime();
        try (Connection connection = servers.postgres(target.database());
                InputStream in = new BufferedInputStream(Files.newInputStream(text), 1 << 16)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY orders FROM STDIN", in, 1 << 16);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        postgres(target.database(), "TRUNCATE orders");
        return seconds;
    }

    /** The JDBC driver, row by row, looking at nothing. */
    private double drain() throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = servers.mysql();
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet row = statement.executeQuery("SELECT * FROM orders")) {
                while (row.next()) {
                    // Nothing is wanted of it.
                }
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private double startUp() throws Exception {
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i <= 5; i++) {
            starts.add(time(List.of(ficus.toString(), "--version"), Map.of()).seconds());
        }
        return median(starts.subList(1, starts.size()));
    }

    /** The file of commands for pgloader; empty where there is none. */
    private String pgloader() throws Exception {
        try {
            time(List.of("pgloader", "--version"), Map.of());
        } catch (IOException e) {
            return "";
        }
        postgres("shop", "CREATE DATABASE of_pgloader");
        return Files.writeString(work.resolve("orders.load"), "LOAD DATABASE FROM " + servers.uri("mysql", servers.mysqlDatabase())
                        + "\n INTO " + servers.uri("postgresql", "of_pgloader")
                        + "\n WITH include drop, create tables, create indexes, reset sequences"
                        + "\n INCLUDING ONLY TABLE NAMES MATCHING 'orders';\n").toString();
    }

    /** Pgloader ends with 0 whatever it copied, so its rows are counted. */
    private double load(String commands) throws Exception {
        Timed run = time(List.of("pgloader", commands), Map.of());
        try (Connection connection = servers.postgres("of_pgloader");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + servers.mysqlDatabase() + ".orders")) {
            count.next();
            if (count.getInt(1) != sizes.get("--rows")) {
                throw new IllegalStateException("pgloader copied " + count.getInt(1) + " rows: " + run.output());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("pgloader copied nothing: " + run.output(), e);
        }
        return run.seconds();
    }

    private void mysql(String... statements) throws SQLException {
        try (Connection connection = servers.mysql();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void postgres(String database, String... statements) throws SQLException {
        try (Connection connection = servers.postgres(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** One process from its start to its end. */
    private record Timed(double seconds, String output, long peakMegabytes, double processors) {}

    private Timed time(List<String> command, Map<String, String> environment) throws Exception {
        Path output = work.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(work.resolve("errors.log").toFile()).redirectOutput(output.toFile());
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        long peak = 0;
        double processors = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, resident(process.pid()));
            processors = Math.max(processors, processors(process.pid()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ": "
                    + Files.readString(work.resolve("errors.log")) + Files.readString(output));
        }
        return new Timed(seconds, Files.readString(output), peak, processors);
    }

    /** The launcher becomes the JVM, so the process is the same. */
    private static long resident(long pid) {
        try {
            Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
        } catch (IOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }

    /** Seconds of processor time that the servers of these names, and those of their processes that ended, have used. */
    private double processors(String... names) {
        return sandbox.descendants()
                .filter(process -> Arrays.stream(names).anyMatch(name -> process.info().command().orElse("").contains(name)))
                .mapToDouble(process -> processors(process.pid()))
                .sum();
    }

    private static double processors(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 11; i < 15; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / 100.0;
        } catch (IOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.redirectError(work.resolve("errors.log").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** The servers of a sandbox, from the ficus.yaml that it writes: {@code NAME.KEY} to value. */
    private record Servers(Map<String, String> fields) {
        static Map<String, String> parse(String yaml) {
            Map<String, String> fields = new LinkedHashMap<>();
            String database = "";
            for (String line : yaml.lines().toList()) {
                Matcher name = Pattern.compile("  (\\w+):").matcher(line);
                Matcher field = Pattern.compile("    (\\w+): \"(.*)\"").matcher(line);
                if (name.matches()) {
                    database = name.group(1);
                } else if (field.matches()) {
                    fields.put(database + "." + field.group(1), field.group(2));
                }
            }
            return fields;
        }

        Connection mysql() throws SQLException {
            return DriverManager.getConnection(of("legacy.url"), of("legacy.user"), of("legacy.password"));
        }

        Connection postgres(String database) throws SQLException {
            return DriverManager.getConnection(postgresUrl(database), of("primary.user"), of("primary.password"));
        }

        String mysqlDatabase() {
            return of("legacy.url").replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        }

        String uri(String kind, String database) {
            String name = kind.equals("mysql") ? "legacy" : "primary";
            String place = of(name + ".url").replaceFirst(".*//([^/]*)/.*", "$1");
            return kind + "://" + of(name + ".user") + ":" + of(name + ".password") + "@" + place + "/" + database;
        }

        String settings(String database, String table) {
            return """
                    databases:
                      legacy: { url: "%s", user: "%s", password: "%s" }
                      primary: { url: "%s", user: "%s", password: "%s", migrations: migrations }
                    strangler:
                      from: legacy
                      to: primary
                      domains: { %s: { tables: [%s] } }
                    """.formatted(of("legacy.url"), of("legacy.user"), of("legacy.password"), postgresUrl(database),
                    of("primary.user"), of("primary.password"), database, table);
        }

        private String postgresUrl(String database) {
            return of("primary.url").replaceFirst("/shop", "/" + database);
        }

        private String of(String field) {
            String value = fields.get(field);
            if (value == null) {
                throw new IllegalStateException("the sandbox's ficus.yaml has no " + field);
            }
            return value;
        }
    }
}
