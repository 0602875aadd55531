package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Operators hear of a log that runs out while its stream stands, on servers of their own that forget quickly. Two domains:
 * one that a change of structure stops, and one that moves, which no warning may name.
 */
final class RetentionWatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Of the binlog; a moving stream must stay under half of it on a slow machine too. */
    private static final int KEPT_SECONDS = 24;

    /** What the slot may hold back, and then some: segments of 16 MiB. */
    private static final int SEGMENTS = 8;

    private static SandboxServer mysql;
    private static SandboxServer postgres;

    private final StranglerFixture fixture =
            StranglerFixture.on(mysql.freshDatabase("legacy"), postgres.freshDatabase("primary"));
    private final DomainSettings still = new DomainSettings(StranglerFixture.domain("still"), List.of("a"));
    private final DomainSettings moving = new DomainSettings(StranglerFixture.domain("moving"), List.of("b"));
    private final List<ProgressEvent.Warning> warnings = new CopyOnWriteArrayList<>();
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, OptionalDouble> used = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private CompletableFuture<SyncReport> sync = CompletableFuture.completedFuture(new SyncReport(List.of()));

    @BeforeAll
    static void startForgetfulServers() {
        mysql = Sandbox.start(DatabaseKind.MYSQL, SandboxOptions.defaults(), Progress.SILENT);
        postgres = Sandbox.start(
                DatabaseKind.POSTGRES,
                SandboxOptions.defaults()
                        .with("max_slot_wal_keep_size", "64MB")
                        .with("max_wal_size", "4GB")
                        .with("checkpoint_timeout", "1h"),
                Progress.SILENT);
    }

    @AfterAll
    static void stopServers() {
        mysql.close();
        postgres.close();
    }

    @BeforeEach
    void mirrorTwoDomains() {
        fixture.mysql("SET GLOBAL binlog_expire_logs_seconds = " + KEPT_SECONDS);
        fixture.mysql("CREATE TABLE a (id INT PRIMARY KEY)", "CREATE TABLE b (id INT PRIMARY KEY)");
        fixture.postgres("CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (id integer PRIMARY KEY)");
        Backfill.run(fixture.strangler(still, moving), still.name(), BackfillOptions.DEFAULT);
        Backfill.run(fixture.strangler(still, moving), moving.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void end() throws Exception {
        stop.set(true);
        sync.get(60, TimeUnit.SECONDS);
        for (DomainSettings domain : List.of(still, moving)) {
            slot(domain).drop();
        }
    }

    @Test
    void binlogOfAStreamThatAChangeOfStructureStoppedIsToldBeforeItIsPurged() {
        fixture.mysql("SET GLOBAL binlog_expire_logs_seconds = " + KEPT_SECONDS);
        purgeWithoutReplicas();
        start();
        fixture.mysql("ALTER TABLE a ADD COLUMN note INT");
        await("the stream stands", () -> states.get(still.name()) == State.STOPPED);
        fixture.mysql("FLUSH BINARY LOGS");
        await("its binlog is gone", () -> {
            LockSupport.parkNanos(10 * LOOK.toNanos());
            fixture.mysql("FLUSH BINARY LOGS");
            return texts(still).stream().anyMatch(text -> text.contains("has purged"));
        });

        assertThat(texts(still)).as("each threshold once, then the end").hasSize(4);
        assertThat(texts(still).subList(0, 3))
                .allSatisfy(text -> assertThat(text)
                        .contains(
                                "the forward stream still needs MySQL's binlog from ",
                                "SET GLOBAL binlog_expire_logs_seconds = " + 2 * KEPT_SECONDS));
        assertThat(texts(still).get(3)).contains("ficus backfill " + still.name() + " --restart --yes");
        assertThat(used.get(still.name())).hasValue(1);
        assertThat(texts(moving)).isEmpty();
        assertThat(used.get(moving.name()).orElseThrow()).isLessThan(0.5);
        assertThat(states).containsEntry(moving.name(), State.RUNNING);
    }

    @Test
    void slotOfAStreamThatAChangeOfStructureStoppedIsToldBeforeItIsLost() throws SQLException {
        enterDualWrite();
        start();
        fixture.postgres("ALTER TABLE a ADD COLUMN note integer", "INSERT INTO a VALUES (1, 1)");
        await("the stream stands", () -> states.get(still.name()) == State.STOPPED);
        for (int segment = 0; segment < SEGMENTS && !given(still); segment++) {
            fixture.postgres("INSERT INTO b SELECT coalesce(max(id), 0) + 1 FROM b", "SELECT pg_switch_wal()");
            movingSlotMoves();
            looked();
        }
        assertThat(given(still)).as("it was told: %s", texts(still)).isTrue();
        int before = texts(still).size();
        assertThat(before).as("at a half, later, and at the limit").isBetween(3, 4);
        assertThat(texts(still).get(0))
                .contains("PostgreSQL gives it up after ", "ALTER SYSTEM SET max_slot_wal_keep_size");
        fixture.postgres("CHECKPOINT");
        await("the slot is lost", () -> texts(still).size() > before);

        assertThat(texts(still).get(before)).contains("is lost", "ficus cutover finish " + still.name());
        assertThat(used.get(still.name())).hasValue(1);
        assertThat(texts(moving)).isEmpty();
        assertThat(states).containsEntry(moving.name(), State.RUNNING);
    }

    @Test
    void slotWithoutALimitHasNoRatio() throws SQLException {
        StranglerFixture usual = StranglerFixture.fresh();
        usual.mysql("CREATE TABLE a (id INT PRIMARY KEY)");
        usual.postgres("CREATE TABLE a (id integer PRIMARY KEY)");
        ReverseSlot slot = new ReverseSlot(usual.postgres(), still.name());
        slot.create(usual.tables("a"));
        usual.postgres("INSERT INTO a VALUES (1)", "SELECT pg_switch_wal()");
        try (Connection connection = usual.postgres().open()) {
            Retention found = PostgresRetention.of(connection, slot.name(), still.name());

            assertThat(found.used()).isEmpty();
            assertThat(found.risks()).singleElement().satisfies(risk -> {
                assertThat(risk.level()).isZero();
                assertThat(risk.text()).contains("MiB of PostgreSQL's log, and nothing limits that but the disk");
            });
        } finally {
            slot.drop();
        }
    }

    /** The setting came with PostgreSQL 18; before, there is nothing to tell. */
    @Test
    void slotOfAStreamThatWaitsForMysqlIsToldBeforeItsTimeoutEndsIt() throws Exception {
        enterDualWrite();
        if (fixture.postgresRows("SELECT 1 FROM pg_settings WHERE name = 'idle_replication_slot_timeout'")
                .isEmpty()) {
            assertThat(new RetentionLook(fixture.strangler(still)).at(still).risks())
                    .hasSize(1);
            return;
        }
        fixture.postgres("ALTER SYSTEM SET idle_replication_slot_timeout = '8s'", "SELECT pg_reload_conf()");
        CompletableFuture<SyncReport> waiting = CompletableFuture.completedFuture(new SyncReport(List.of()));
        try {
            sync = run(fixture.strangler(moving).settings(), moving);
            waiting = run(new StranglerSettings(nobody(), fixture.to(), List.of(still)), still);
            await("each threshold was told", () -> texts(still).size() == 3);
            assertThat(states).containsEntry(still.name(), State.WAITING).containsEntry(moving.name(), State.RUNNING);
            assertThat(texts(still))
                    .allSatisfy(text -> assertThat(text)
                            .contains("nobody has read the reverse stream's slot ", "(idle_replication_slot_timeout)"));
            await("it is lost", () -> {
                fixture.postgres("CHECKPOINT");
                return texts(still).size() == 4;
            });
            assertThat(texts(still)).last().asString().contains("is lost", "idle_timeout");
            assertThat(texts(moving)).isEmpty();
        } finally {
            fixture.postgres("ALTER SYSTEM RESET idle_replication_slot_timeout", "SELECT pg_reload_conf()");
            stop.set(true);
            waiting.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void slotThatIsGoneIsTold() throws SQLException {
        enterDualWrite();
        assertThat(new RetentionLook(fixture.strangler(still)).at(still).lost()).isFalse();
        slot(still).drop();

        assertThat(new RetentionLook(fixture.strangler(still)).at(still).risks())
                .singleElement()
                .satisfies(risk -> assertThat(risk.text()).contains("has no such slot any more"));
    }

    @Test
    void binlogThatIsKeptForEverHasNoRatioAndOneThatSomebodyPurgedIsTold() throws SQLException {
        fixture.mysql("SET GLOBAL binlog_expire_logs_seconds = 0");
        RetentionLook look = new RetentionLook(fixture.strangler(still));
        assertThat(look.at(still)).isEqualTo(Retention.NONE);
        fixture.mysql("INSERT INTO a VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO a VALUES (2)");
        assertThat(look.at(still).lost()).isFalse();
        purgeAllButTheNewest();

        assertThat(look.at(still).lost()).isTrue();
    }

    @Test
    void fileThatIsPurgedAfterAllOfItWasAppliedIsALossWithoutGtidsAlone() throws SQLException {
        assertThat(Sync.run(fixture.strangler(still), List.of(still), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
        fixture.mysql("FLUSH BINARY LOGS");
        purgeAllButTheNewest();
        RetentionLook look = new RetentionLook(fixture.strangler(still));
        assertThat(look.at(still).lost())
                .as("the GTIDs say that it had no more")
                .isFalse();

        replaceInPosition(",gtids=.*", "");
        assertThat(look.at(still).lost()).as("the file is all that is known").isTrue();
        replaceInPosition("server=.*", "server=another");
        assertThat(look.at(still).lost()).as("the file is another server's").isFalse();
    }

    /** MariaDB's limit, and Percona's; MySQL has none. */
    @Test
    void sizeOfTheBinlogCountsWhereTheServerLimitsIt() throws SQLException {
        fixture.mysql("SET GLOBAL binlog_expire_logs_seconds = 0");
        RetentionLook look = new RetentionLook(fixture.strangler(still));
        if (fixture.mysqlRows("SHOW GLOBAL VARIABLES LIKE 'max_binlog_total_size'")
                .isEmpty()) {
            assertThat(look.at(still).risks()).isEmpty();
            return;
        }
        purgeWithoutReplicas();
        fixture.mysql("CREATE TABLE big (id INT AUTO_INCREMENT PRIMARY KEY, body MEDIUMTEXT)", "FLUSH BINARY LOGS");
        assertThat(Sync.run(fixture.strangler(still), List.of(still), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
        purgeAllButTheNewest();
        fixture.mysql("SET GLOBAL max_binlog_total_size = 1048576");
        try {
            assertThat(look.at(still).used().orElseThrow()).isLessThan(0.1);
            fixture.mysql("INSERT INTO big (body) VALUES (REPEAT('x', 420000))", "FLUSH BINARY LOGS");
            fixture.mysql("INSERT INTO big (body) VALUES (REPEAT('x', 420000))");

            assertThat(look.at(still).used().orElseThrow()).as("over files").isBetween(0.8, 0.85);
            assertThat(look.at(still).risks().get(0).text())
                    .contains(
                            "larger than 1.0 MiB (max_binlog_total_size)",
                            "SET GLOBAL max_binlog_total_size = 2097152");
            fixture.mysql("INSERT INTO big (body) VALUES (REPEAT('x', 420000))");
            await("the server purges it", () -> {
                fixture.mysql("FLUSH BINARY LOGS");
                return lost(look);
            });
        } finally {
            fixture.mysql("SET GLOBAL max_binlog_total_size = 0");
        }
    }

    @Test
    void phaseWithoutAStreamNeedsNoLog() throws SQLException {
        fixture.postgres("UPDATE ficus.domain SET phase = 'legacy' WHERE name = '" + still.name() + "'");

        assertThat(new RetentionLook(fixture.strangler(still)).at(still)).isEqualTo(Retention.NONE);
    }

    @Test
    void serverThatDoesNotAnswerIsNoFailureOfTheWatch() {
        Strangler strangler = recording(new StranglerSettings(nobody(), fixture.to(), List.of(still)));
        long before = connections();
        try (RetentionWatch watch = RetentionWatch.start(strangler, List.of(still), options(false, new Listener()))) {
            assertThat(watch).isNotNull();
            await("it has looked several times", () -> connections() > before + 3);
        }
        assertThat(used).as("nothing is told").isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void failureOfTheWatchIsToldOnceAndStopsNoStream() {
        AtomicInteger looks = new AtomicInteger();
        Strangler strangler = recording(fixture.strangler(still, moving).settings());
        StreamListener broken = new Listener() {
            @Override
            public void retention(String domain, OptionalDouble ratio) {
                looks.incrementAndGet();
                throw new IllegalStateException("a bug");
            }
        };
        sync = CompletableFuture.supplyAsync(
                () -> Sync.run(strangler, List.of(still, moving), options(false, broken), name -> {}));
        await("it goes on looking", () -> looks.get() > 6);
        fixture.mysql("INSERT INTO a VALUES (7)", "INSERT INTO b VALUES (7)");
        await(
                "both streams go on",
                () -> fixture.postgresRows("SELECT a.id FROM a JOIN b ON a.id = b.id")
                        .equals(List.of("7")));

        assertThat(texts(still)).singleElement().asString().contains("cannot tell for how long", "a bug");
        assertThat(texts(moving)).hasSize(1);
    }

    @Test
    void runThatEndsByItselfIsNotWatched() {
        SyncReport report =
                Sync.run(fixture.strangler(still), List.of(still), options(true, new Listener()), name -> {});

        assertThat(report.failure()).isEmpty();
        assertThat(states).containsEntry(still.name(), State.ENDED);
        assertThat(used).isEmpty();
    }

    private boolean given(DomainSettings domain) {
        return texts(domain).stream().anyMatch(text -> text.contains("gives it up at its next checkpoint"));
    }

    private boolean lost(RetentionLook look) {
        try {
            return look.at(still).lost();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void start() {
        sync = run(fixture.strangler(still, moving).settings(), still, moving);
        await("both run", () -> List.copyOf(states.values()).equals(List.of(State.RUNNING, State.RUNNING)));
    }

    private CompletableFuture<SyncReport> run(StranglerSettings settings, DomainSettings... domains) {
        Strangler strangler = recording(settings);
        SyncOptions options = options(false, new Listener());
        return CompletableFuture.supplyAsync(() -> Sync.run(strangler, List.of(domains), options, name -> {}));
    }

    private static SyncOptions options(boolean untilCaughtUp, StreamListener listener) {
        return new SyncOptions(untilCaughtUp, false, Truncates.STOP, listener, LOOK);
    }

    private class Listener implements StreamListener {
        @Override
        public void accept(StreamStatus status) {
            states.put(status.domain(), status.state());
        }

        @Override
        public void retention(String domain, OptionalDouble ratio) {
            used.put(domain, ratio);
        }
    }

    /** MySQL's settings, with a port that nobody listens on. */
    private DatabaseSettings nobody() {
        DatabaseSettings from = fixture.from();
        return new DatabaseSettings(
                from.name(),
                from.kind(),
                from.url().replaceFirst("//[^/]+/", "//127.0.0.1:1/"),
                from.user(),
                from.password(),
                from.migrations());
    }

    private Strangler recording(StranglerSettings settings) {
        Progress progress = event -> {
            if (event instanceof ProgressEvent.Warning warning
                    && !warning.text().startsWith("went on")) {
                warnings.add(warning);
            }
        };
        return new Strangler(settings, progress, stop::get, Hook.NONE);
    }

    private List<String> texts(DomainSettings domain) {
        return warnings.stream()
                .filter(warning -> warning.subject().equals(domain.name()))
                .map(ProgressEvent.Warning::text)
                .toList();
    }

    /** The bare change of phase, without the cutover's protocol, which has tests of its own. */
    private void enterDualWrite() throws SQLException {
        for (DomainSettings domain : List.of(still, moving)) {
            String table = domain.tables().get(0);
            LogSequenceNumber start = slot(domain).create(fixture.tables(table));
            Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
            try (Control control = Control.open(fixture.postgres());
                    Connection legacy = fixture.mysql().open()) {
                Checkpoints.begin(legacy, domain.name(), Direction.REVERSE, 3, start, null);
                Checkpoints.remove(control.handle().getConnection(), domain.name(), Direction.FORWARD);
                control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
            }
            fixture.postgres("ALTER TABLE " + table + " DISABLE TRIGGER ficus_fence");
        }
    }

    /** A slot goes on by what the server logs of its open transactions: every 15 seconds, and where a slot is made. */
    private void movingSlotMoves() {
        String query = "SELECT pg_current_wal_lsn() - restart_lsn < 8 * 1024 * 1024 FROM pg_replication_slots"
                + " WHERE slot_name = '" + slot(moving).name() + "'";
        await("the other slot has moved", () -> {
            fixture.postgres("SELECT pg_create_logical_replication_slot('for_a_moment', 'pgoutput', true)");
            return fixture.postgresRows(query).equals(List.of("t"));
        });
    }

    /** Until the watch has seen what is there now. */
    private void looked() {
        used.remove(still.name());
        await("a look", () -> used.containsKey(still.name()));
        used.remove(still.name());
        await("a look that began later", () -> used.containsKey(still.name()));
    }

    /** MariaDB keeps its files while fewer replicas than this are there. */
    private void purgeWithoutReplicas() {
        String variable = "slave_connections_needed_for_purge";
        if (!fixture.mysqlRows("SHOW GLOBAL VARIABLES LIKE '" + variable + "'").isEmpty()) {
            fixture.mysql("SET GLOBAL " + variable + " = 0");
        }
    }

    private void replaceInPosition(String pattern, String replacement) {
        fixture.postgres("UPDATE ficus.checkpoint SET position = regexp_replace(position, '" + pattern + "', '"
                + replacement + "') WHERE domain = '" + still.name() + "'");
    }

    /** MariaDB keeps a file for a moment after its end, for the sake of transactions that are still under way. */
    private void purgeAllButTheNewest() {
        List<String> files = fixture.mysqlRows("SHOW BINARY LOGS");
        String newest = files.get(files.size() - 1).replaceFirst("\\|.*", "");
        await("all files but the newest are gone", () -> {
            fixture.mysql("PURGE BINARY LOGS TO '" + newest + "'");
            return fixture.mysqlRows("SHOW BINARY LOGS").get(0).startsWith(newest);
        });
    }

    /** How many sessions PostgreSQL has ever begun in this database. */
    private long connections() {
        return Long.parseLong(
                fixture.postgresRows("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
                        .get(0));
    }

    private ReverseSlot slot(DomainSettings domain) {
        return new ReverseSlot(fixture.postgres(), domain.name());
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s; states %s, used %s, warnings %s", what, states, used, warnings)
                    .isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
