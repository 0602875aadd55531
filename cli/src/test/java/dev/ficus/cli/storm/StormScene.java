package dev.ficus.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Main;
import dev.ficus.cli.Project;
import dev.ficus.cli.Waiting;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.stream.UnsafeSync;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The domain of the storm on its two servers, the application that writes, the daemon, and what must be true at rest. */
final class StormScene implements AutoCloseable {
    static final String DOMAIN = "storm";
    private static final int SEEDS = 800;
    private static final int TRANSIENT = 5;
    private static final int ENVIRONMENT = 3;

    private final StormServers servers = new StormServers();
    private final Path directory;
    private final Project project;
    private final StormApplication application;
    private final StormFigures figures;
    private Optional<String> removed = Optional.empty();
    private final SpillDisk spill;
    private @Nullable StormProcess sync;
    private String ended = "";

    StormScene(Path directory, long seed, StormFigures figures) throws Exception {
        this.directory = directory;
        this.figures = figures;
        this.spill = SpillDisk.in(directory);
        servers.mysql().execute(StormTables.MYSQL);
        servers.postgres().execute(StormTables.POSTGRES);
        project = new Project(directory)
                .database(servers.mysql().ofFicus().through(servers.mysql().direct()))
                .database(
                        servers.postgres().ofFicus().through(servers.postgres().direct()))
                .settings("strangler: { from: legacy, to: primary, stream: { memory: 1MB, spill: "
                        + spill.directory() + " }, domains: { " + DOMAIN + ": { tables: ["
                        + String.join(", ", StormTables.NAMES) + "] } } }");
        Book book = new Book();
        application = new StormApplication(
                List.of(
                        servers.mysql().ofApplication().through(servers.mysql().direct()),
                        servers.postgres()
                                .ofApplication()
                                .through(servers.postgres().direct())),
                book,
                new StormWrites(book, new Random(seed)));
        application.seed(SEEDS);
    }

    StormServers servers() {
        return servers;
    }

    StormApplication application() {
        return application;
    }

    StormServers.Side source() throws SQLException {
        return forward() ? servers.mysql() : servers.postgres();
    }

    StormServers.Side target() throws SQLException {
        return forward() ? servers.postgres() : servers.mysql();
    }

    boolean forward() throws SQLException {
        return !phase().equals("dual-write");
    }

    String phase() throws SQLException {
        return servers.postgres()
                .rows("SELECT phase FROM ficus.domain WHERE name = '" + DOMAIN + "'")
                .get(0);
    }

    /** The daemon runs without this safety from now on. */
    void remove(String safety) throws InterruptedException {
        removed = Optional.of(safety);
        killSync();
    }

    StormProcess process(String... line) throws Exception {
        return StormProcess.start(directory, Main.class, line);
    }

    /** Another daemon beside the one that is watched. */
    StormProcess daemon() throws Exception {
        if (removed.isEmpty()) {
            return process("sync", DOMAIN, "--standby");
        }
        return StormProcess.start(directory, UnsafeSync.class, removed.get(), "sync", DOMAIN);
    }

    Path directory() {
        return directory;
    }

    CommandRun ficus(String... line) {
        return project.run(line);
    }

    /** Runs a command line until it does not ask to be run again. */
    CommandRun untilSettled(String... line) throws Exception {
        CommandRun[] run = {ficus(line)};
        try {
            Waiting.until("runs: " + String.join(" ", line), () -> {
                boolean passing = run[0].exitCode() == TRANSIENT || run[0].exitCode() == ENVIRONMENT;
                if (passing) {
                    watchSync();
                    run[0] = ficus(line);
                }
                return !passing;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the last time it said: " + run[0].err(), e);
        }
        return run[0];
    }

    // The daemon, watched as a service manager would.

    void startSync() throws Exception {
        sync = daemon();
    }

    void killSync() throws InterruptedException {
        StormProcess running = sync;
        if (running != null) {
            running.kill();
        }
        sync = null;
    }

    /** Starts it again where it ended with what passes by itself; anything else is a failure of the storm. */
    void watchSync() throws Exception {
        StormProcess running = sync;
        if (running == null) {
            startSync();
        } else if (!running.alive()) {
            assertThat(running.exitCode())
                    .as("ficus sync ended: %s", running.output())
                    .isIn(TRANSIENT, ENVIRONMENT);
            figures.restarted();
            ended = running.output();
            startSync();
        }
    }

    /** Whether the daemon, or the one before it, has said this. */
    boolean syncSaid(String text) throws Exception {
        StormProcess running = sync;
        return ended.contains(text) || running != null && running.output().contains(text);
    }

    SpillDisk spill() {
        return spill;
    }

    // At rest.

    /** Waits until everything that is committed on the source has been applied. */
    void awaitCaughtUp() throws Exception {
        long beat;
        try (Connection source = source().open()) {
            beat = Beats.send(source, DOMAIN);
        }
        StormServers.Side target = target();
        Waiting.until("the target has everything", () -> {
            watchSync();
            return checkpoint(target, "beat") >= beat;
        });
    }

    private static long checkpoint(StormServers.Side target, String column) throws SQLException {
        return target.rows("SELECT " + column + " FROM ficus.checkpoint WHERE domain = '" + DOMAIN + "'").stream()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }

    /** Row changes that the stream has applied since it began. */
    long applied() throws SQLException {
        return checkpoint(target(), "changes");
    }

    /** Transactions of the opposite stream that this one left out. */
    long echoes() throws SQLException {
        return checkpoint(target(), "echoes");
    }

    /** The first difference between the sides, or between the owner and what the application was told. */
    void assertEqual() throws SQLException {
        for (String table : StormTables.NAMES) {
            assertThat(servers.postgres().rows(StormTables.everything(table, false)))
                    .as("%s in PostgreSQL", table)
                    .isEqualTo(servers.mysql().rows(StormTables.everything(table, true)));
            Map<String, String> owned = new TreeMap<>();
            for (String row : source().rows(StormTables.BOOKED.get(table))) {
                int end = table.equals("composite") ? row.lastIndexOf('|') : row.indexOf('|');
                owned.put(row.substring(0, end), row.substring(end + 1));
            }
            assertThat(owned)
                    .as("accepted rows of %s", table)
                    .isEqualTo(application.book().rows(table));
        }
    }

    void assertVerified() throws Exception {
        CommandRun run = untilSettled("verify", DOMAIN);
        assertThat(run.exitCode()).as("verify: %s%s", run.out(), run.err()).isZero();
    }

    /** Nothing travels while nobody writes, and nothing is left over from those who died. */
    void assertNoEchoAndNoOrphan() throws Exception {
        long changes = applied();
        long echoes = echoes();
        awaitCaughtUp();
        assertThat(applied()).as("changes applied while nobody writes").isEqualTo(changes);
        assertThat(echoes()).as("echoes while nobody writes").isEqualTo(echoes);
        assertThat(servers.postgres().rows("SELECT count(*) FROM pg_replication_slots"))
                .as("slots in phase %s", phase())
                .containsExactly(forward() ? "0" : "1");
        assertThat(servers.postgres()
                        .rows("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .as("locks: the forward stream's alone")
                .containsExactly(forward() ? "1" : "0");
        assertThat(spill.leftOver()).as("spill files").isEmpty();
        assertThat(servers.postgres().rows("SELECT count(*) FROM ficus.journal WHERE state IN ('open', 'committed')"))
                .as("unfinished changes of phase")
                .containsExactly("0");
        assertThat(servers.mysql()
                        .rows("SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = database()"))
                .as("triggers of the fence in MySQL, phase %s", phase())
                .containsExactly(forward() ? "0" : Integer.toString(3 * StormTables.NAMES.size()));
    }

    /** After the end of the daemon nothing of Ficus is connected to either server. */
    void assertNobodyConnected() throws Exception {
        killSync();
        Waiting.until(
                "no connection is left",
                () -> servers.mysql().ofFicus().connections() == 0
                        && servers.postgres().ofFicus().connections() == 0);
        Waiting.until(
                "no session is left in PostgreSQL",
                () -> servers.postgres()
                        .rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'")
                        .equals(List.of("0")));
    }

    @Override
    public void close() throws Exception {
        try (spill;
                servers) {
            killSync();
            application.close();
        }
    }
}
