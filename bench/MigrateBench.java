import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole processes of {@code ficus migrate} beside those of its peers: {@code java MigrateBench.java FICUS WORK}, where FICUS
 * is the launcher and WORK an empty directory that may hold the jars of Liquibase in {@code peers}. Uses the JDK alone.
 *
 * <p>What is compared runs in turn, A B A B, after one pair that is not counted; ratios are the median of the ratios of the
 * pairs, so a machine whose speed drifts does not move them.
 */
public final class MigrateBench {
    private static final int CHANGES = 200;
    private static final int RUNS = 5;
    private static final List<String> DATABASES = List.of("legacy", "primary", "content");

    private final Path ficus;
    private final Path work;
    private final Map<String, String> figures = new LinkedHashMap<>();
    private String settings = "";

    private MigrateBench(Path ficus, Path work) {
        this.ficus = ficus;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        new MigrateBench(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath()).run();
    }

    private void run() throws Exception {
        Process sandbox = start(List.of(ficus.toString(), "sandbox", "--dir", work.resolve("sandbox").toString()), Map.of());
        try {
            settings = awaitSettings(sandbox);
            writeChanges();
            up();
            status();
            nothing();
        } finally {
            sandbox.destroy();
            sandbox.waitFor(30, TimeUnit.SECONDS);
        }
        System.out.println();
        figures.forEach((name, value) -> System.out.println(name + " " + value));
    }

    /**
     * (b) {@code up} of 200 changes on a fresh PostgreSQL database, beside psql with the same statements. First as every
     * server is unless it is told otherwise: it waits for the disk at each commit. Then as the sandbox has it: it does not.
     */
    private void up() throws Exception {
        if (psql("SELECT 1", "shop").isEmpty()) {
            figures.put("up/psql", "missing: there is no psql on the PATH");
            return;
        }
        upBesidePsql("on", "up");
        upBesidePsql("off", "up-nosync");
    }

    private void upBesidePsql(String fsync, String name) throws Exception {
        psql("ALTER SYSTEM SET fsync = " + fsync, "shop");
        psql("SELECT pg_reload_conf()", "shop");
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> inside = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            String ficusDatabase = fresh(fsync + "_ficus_" + run);
            String psqlDatabase = fresh(fsync + "_psql_" + run);
            Timed up = time(migrate(settingsFor(ficusDatabase), "up", "--db", "primary", "-o", "json"), Map.of());
            Timed psql = time(psqlCommand(psqlDatabase, "-q", "-f", work.resolve("statements.sql").toString()), login());
            if (run > 0) {
                ours.add(up.seconds());
                theirs.add(psql.seconds());
                whole.add(up.seconds() / psql.seconds());
                inside.add(millis(up.output()) / 1000.0 / psql.seconds());
            }
        }
        say("up of %d changes on PostgreSQL with fsync = %s, whole process: %.2f s; psql with the same statements, one"
                + " transaction each in one session: %.2f s", CHANGES, fsync, median(ours), median(theirs));
        say("  whole process beside whole psql: %.2f times", median(whole));
        say("  the run itself, from its document, beside whole psql: %.2f times", median(inside));
        figures.put(name + "/psql", number(median(whole)));
        figures.put(name + "-run/psql", number(median(inside)));
    }

    /** (a) {@code status} on three databases, beside {@code liquibase status} on one. */
    private void status() throws Exception {
        time(migrate(settings, "up"), Map.of());
        List<String> liquibase = liquibase();
        List<Double> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            Timed status = time(migrate(settings, "status"), Map.of());
            double peer = liquibase.isEmpty() ? 0 : time(liquibase, login()).seconds();
            if (run > 0) {
                ours.add(status.seconds());
                ratios.add(status.seconds() / peer);
            }
        }
        say("status of three databases with %d changes each, whole process: %.2f s", CHANGES, median(ours));
        figures.put("migrate-status/seconds", number(median(ours)));
        if (liquibase.isEmpty()) {
            figures.put("migrate-status/liquibase-status", "missing: liquibase could not be fetched");
        } else {
            say("  beside liquibase status on one database: %.2f times", median(ratios));
            figures.put("migrate-status/liquibase-status", number(median(ratios)));
        }
    }

    /** (c) {@code up} with nothing to do: how long, and how many connections the servers see. */
    private void nothing() throws Exception {
        List<Double> ours = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            Timed up = time(migrate(settings, "up"), Map.of());
            if (run > 0) {
                ours.add(up.seconds());
            }
        }
        say("up with nothing to do on three databases, whole process: %.2f s", median(ours));
        figures.put("up-nothing/seconds", number(median(ours)));
        List<Proxy> proxies = new ArrayList<>();
        String counted = settings;
        for (String database : DATABASES) {
            Proxy proxy = new Proxy(Integer.parseInt(field(database, "url", "//127\\.0\\.0\\.1:(\\d+)")));
            counted = counted.replace("127.0.0.1:" + proxy.target, "127.0.0.1:" + proxy.port());
            proxies.add(proxy);
        }
        time(migrate(counted, "up"), Map.of());
        for (int i = 0; i < proxies.size(); i++) {
            say("  connections that %s saw: %d", DATABASES.get(i), proxies.get(i).connections.get());
            figures.put("up-nothing/connections-" + DATABASES.get(i), Integer.toString(proxies.get(i).connections.get()));
        }
    }

    /** The command that asks for the status of a database on which Liquibase itself has run the same changes. */
    private List<String> liquibase() throws Exception {
        Path peers = work.resolve("peers");
        if (!Files.isDirectory(peers)) {
            return List.of();
        }
        String url = field("primary", "url", "(jdbc:.*)").replaceFirst("/shop", "/" + fresh("of_liquibase"));
        List<String> common = List.of(
                "java", "-cp", peers + "/*", "liquibase.integration.commandline.LiquibaseCommandLine",
                "--url=" + url, "--username=" + field("primary", "user", "(.*)"),
                "--password=" + field("primary", "password", "(.*)"),
                "--search-path=" + work, "--changelog-file=changelog.sql", "--analytics-enabled=false");
        time(with(common, "update"), Map.of());
        return with(common, "status");
    }

    /** Changes of four kinds: a table, a column, an index, two rows. */
    private void writeChanges() throws IOException {
        for (String kind : List.of("postgres", "mysql", "mongo")) {
            Files.createDirectories(work.resolve("sandbox/migrations-" + kind));
        }
        StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n");
        StringBuilder statements = new StringBuilder();
        for (int i = 0; i < CHANGES; i++) {
            String sql = sql(i);
            String number = String.format("%03d", i + 1);
            write("sandbox/migrations-postgres/V" + number + "__change.sql", sql);
            write("sandbox/migrations-mysql/V" + number + "__change.sql", sql);
            write("sandbox/migrations-mongo/" + number + "-change.yaml",
                    "id: change-" + number + "\nsteps:\n  - apply: { " + mongo(i) + " }\n");
            changelog.append("--changeset bench:").append(number).append('\n').append(sql);
            statements.append("BEGIN;\n").append(sql).append("COMMIT;\n");
        }
        write("changelog.sql", changelog.toString());
        write("statements.sql", statements.toString());
    }

    private static String sql(int i) {
        String table = "t" + i / 4;
        return List.of(
                        "CREATE TABLE %s (id bigint PRIMARY KEY, name varchar(40) NOT NULL);\n",
                        "ALTER TABLE %s ADD COLUMN status varchar(10);\n",
                        "CREATE INDEX %1$s_by_status ON %1$s (status);\n",
                        "INSERT INTO %s VALUES (1, 'one', 'new'), (2, 'two', 'old');\n")
                .get(i % 4)
                .formatted(table);
    }

    private static String mongo(int i) {
        return List.of(
                        "createCollection: %s",
                        "createIndex: { collection: %s, keys: { status: 1 } }",
                        "insert: { collection: %s, documents: [ { name: one }, { name: two } ] }",
                        "update: { collection: %s, filter: { name: one }, update: { $set: { status: new } } }")
                .get(i % 4)
                .formatted("t" + i / 4);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(work.resolve(name), text);
    }

    private String awaitSettings(Process sandbox) throws Exception {
        Path file = work.resolve("sandbox/ficus.yaml");
        while (!Files.exists(file)) {
            if (!sandbox.isAlive()) {
                throw new IllegalStateException("the sandbox did not start; try: ficus sandbox --dir DIRECTORY");
            }
            Thread.sleep(100);
        }
        return Files.readString(file);
    }

    private List<String> migrate(String yaml, String... arguments) throws IOException {
        Path file = Files.writeString(work.resolve("sandbox/bench.yaml"), yaml);
        return with(List.of(ficus.toString(), "-c", file.toString(), "migrate"), arguments);
    }

    private String settingsFor(String postgresDatabase) {
        String url = field("primary", "url", "(.*)");
        return settings.replace(url, url.replaceFirst("/shop", "/" + postgresDatabase));
    }

    /** A value of a database in ficus.yaml, or the part of it that the pattern takes. */
    private String field(String database, String key, String pattern) {
        Matcher value = Pattern.compile(
                        "^  " + database + ":\n(?:    .*\n)*?    " + key + ": \"(.*)\"$", Pattern.MULTILINE)
                .matcher(settings);
        if (!value.find()) {
            throw new IllegalStateException("no " + key + " of " + database);
        }
        Matcher part = Pattern.compile(pattern).matcher(value.group(1));
        if (!part.find()) {
            throw new IllegalStateException(key + " of " + database + " is not like " + pattern);
        }
        return part.group(1);
    }

    private String fresh(String name) throws Exception {
        if (psql("CREATE DATABASE " + name, "shop").isEmpty()) {
            throw new IllegalStateException("psql could not make database " + name);
        }
        return name;
    }

    private String psql(String sql, String database) throws Exception {
        try {
            return time(psqlCommand(database, "-c", sql), login()).output();
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> psqlCommand(String database, String... arguments) {
        String port = field("primary", "url", "//127\\.0\\.0\\.1:(\\d+)");
        return with(
                List.of("psql", "-X", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U",
                        field("primary", "user", "(.*)"), "-d", database),
                arguments);
    }

    private Map<String, String> login() {
        return Map.of("PGPASSWORD", field("primary", "password", "(.*)"));
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(more));
        return all;
    }

    /** One process from its start to its end. */
    private record Timed(double seconds, String output) {}

    private Timed time(List<String> command, Map<String, String> environment) throws Exception {
        long start = System.nanoTime();
        Process process = start(command, environment);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IllegalStateException(command.get(0) + " ended with " + exit + ": "
                    + Files.readString(work.resolve("errors.log")));
        }
        return new Timed(seconds, output);
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(work.resolve("errors.log").toFile());
        if (command.contains("sandbox")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    private static double millis(String document) {
        Matcher matcher = Pattern.compile("\"millis\" : (\\d+)").matcher(document);
        if (!matcher.find()) {
            throw new IllegalStateException("the document tells no millis");
        }
        return Double.parseDouble(matcher.group(1));
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

    /** Hands every connection on to a port of this machine, and counts them. */
    private static final class Proxy {
        private final int target;
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();

        Proxy(int target) throws IOException {
            this.target = target;
            daemon(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() throws IOException {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                Socket real = new Socket(InetAddress.getLoopbackAddress(), target);
                daemon(() -> pump(client, real));
                daemon(() -> pump(real, client));
            }
        }

        private static void pump(Socket from, Socket to) throws IOException {
            try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void daemon(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (java.net.SocketException e) {
                    // The other direction has closed both ends.
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
