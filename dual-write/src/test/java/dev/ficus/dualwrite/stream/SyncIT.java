package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both streams on real servers: exactly once, one runner, no echo, and what stops them. */
class SyncIT {
    private static final SyncOptions UNTIL_CAUGHT_UP = new SyncOptions(true, false);

    private StranglerFixture fixture;
    private DomainSettings domain;
    private final AtomicBoolean stop = new AtomicBoolean();

    @BeforeEach
    void mirrorOneTable() {
        fixture = StranglerFixture.fresh();
        fixture.mysql(
                "CREATE TABLE account (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, owner VARCHAR(40) NOT NULL,"
                        + " balance DECIMAL(12,2) NOT NULL)",
                "INSERT INTO account (owner, balance) VALUES ('ana', 10), ('bo', 20), ('cy', 30)");
        fixture.postgres("CREATE TABLE account (id bigint PRIMARY KEY, owner varchar(40) NOT NULL,"
                + " balance numeric(12,2) NOT NULL)");
        domain = new DomainSettings(StranglerFixture.domain("bank"), List.of("account"));
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void dropSlot() {
        stop.set(true);
        slot().drop();
    }

    @Test
    void everyKindOfChangeIsAppliedInOrder() {
        fixture.mysql(
                "INSERT INTO account (owner, balance) VALUES ('di', 40), ('ed', 50)",
                "UPDATE account SET balance = balance + 1",
                "UPDATE account SET id = 100 WHERE owner = 'ana'",
                "INSERT INTO account VALUES (1, 'ana the second', 1)",
                "DELETE FROM account WHERE owner = 'bo'");
        SyncReport report = sync(UNTIL_CAUGHT_UP);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes()).as("2 + 5 + 1 + 1 + 1").isEqualTo(10);
        assertSidesEqual();
    }

    @Test
    void crashInsideAnApplyTransactionAppliesNothingTwice() {
        for (String point : List.of("stream.checkpoint-moved", "stream.written", "stream.committed")) {
            fixture.mysql(
                    "UPDATE account SET balance = balance + 1",
                    "INSERT INTO account (owner, balance) VALUES" + " ('at " + point + "', 1)");
            Hook crash = reached -> {
                if (reached.equals(point)) {
                    throw new IllegalStateException("crashed here");
                }
            };
            SyncReport crashed =
                    Sync.run(fixture.strangler(crash, domain), List.of(domain), UNTIL_CAUGHT_UP, name -> {});
            assertThat(crashed.failure())
                    .as(point)
                    .hasValueSatisfying(e -> assertThat(e).rootCause().hasMessage("crashed here"));
            assertThat(sync(UNTIL_CAUGHT_UP).failure()).isEmpty();
            assertSidesEqual();
        }
        assertThat(forward().changes())
                .as("3 rounds: updates of 3, 4, 5 rows and 3 inserts")
                .isEqualTo(15);
    }

    @Test
    void secondRunnerIsRefusedWhileOneRuns() throws Exception {
        long before = forward().beat();
        CompletableFuture<SyncReport> first = running();
        try {
            await("the first runner applies", () -> forward().beat() > before);
            SyncReport second = sync(UNTIL_CAUGHT_UP);

            assertThat(second.failure()).hasValueSatisfying(e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.LOCK_HELD);
                assertThat(e.problem().fix()).contains("--standby");
            });
        } finally {
            stop.set(true);
            first.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void standbyTakesOverWhenTheRunnerEnds() throws Exception {
        long before = forward().beat();
        CompletableFuture<SyncReport> first = running();
        await("the first runner applies", () -> forward().beat() > before);
        AtomicBoolean stopSecond = new AtomicBoolean();
        CompletableFuture<SyncReport> second = CompletableFuture.supplyAsync(
                () -> Sync.run(stoppedBy(stopSecond), List.of(domain), new SyncOptions(false, true), name -> {}));
        stop.set(true);
        first.get(20, TimeUnit.SECONDS);
        fixture.mysql("INSERT INTO account (owner, balance) VALUES ('late', 1)");
        await(
                "the standby applies",
                () -> !fixture.postgresRows("SELECT 1 FROM account WHERE owner = 'late'")
                        .isEmpty());
        stopSecond.set(true);
        assertThat(second.get(20, TimeUnit.SECONDS).failure()).isEmpty();
    }

    @Test
    void actorOfAnOlderCheckpointIsRefusedByCompareAndSet() throws SQLException {
        Checkpoint stale = forward();
        fixture.mysql("UPDATE account SET balance = 5");
        sync(UNTIL_CAUGHT_UP);

        try (Connection connection = fixture.postgres().open()) {
            assertThatThrownBy(() -> Checkpoints.move(connection, stale, stale))
                    .isInstanceOfSatisfying(
                            FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_SUPERSEDED));
        }
    }

    @Test
    void copyThatSomebodyChangedIsDivergenceAndStopsTheDomain() {
        fixture.postgres("SET ficus.applier = '" + domain.name() + "'", "DELETE FROM account WHERE owner = 'bo'");
        fixture.mysql("UPDATE account SET balance = 7 WHERE owner = 'bo'");

        assertThat(sync(UNTIL_CAUGHT_UP).failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DIVERGED);
            assertThat(e.problem().what()).contains("update of key [2]").contains("hit 0 rows");
        });
    }

    @Test
    void structureChangeStopsTheDomainBeforeTheFirstChangedRow() {
        fixture.mysql(
                "UPDATE account SET balance = 8",
                "ALTER TABLE account ADD COLUMN note VARCHAR(10)",
                "UPDATE account SET note = 'x'");

        SyncReport report = Sync.run(fixture.strangler(domain), List.of(domain), UNTIL_CAUGHT_UP, name -> {});

        assertThat(report.failure())
                .hasValueSatisfying(
                        e -> assertThat(e.code()).isIn(ErrorCode.STREAM_STOPPED_BY_DDL, ErrorCode.TABLE_MISMATCH));
    }

    @Test
    void reverseStreamKeepsMysqlFreshAndSkipsWhatTheForwardStreamWrote() throws Exception {
        fixture.mysql("UPDATE account SET balance = balance + 1");
        LogSequenceNumber start = slotCreated();
        sync(UNTIL_CAUGHT_UP);
        enterDualWrite(start);
        fixture.postgres(
                "INSERT INTO account VALUES (50, 'new', 1)",
                "UPDATE account SET balance = 99, owner = 'moved' WHERE id = 2",
                "UPDATE account SET id = 60 WHERE id = 3",
                "DELETE FROM account WHERE id = 1");
        SyncReport report = sync(UNTIL_CAUGHT_UP);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes())
                .as("the application's changes alone")
                .isEqualTo(4);
        assertThat(report.domains().get(0).echoes())
                .as("what the forward stream wrote")
                .isEqualTo(3);
        assertSidesEqual();
    }

    @Test
    void withTheMarkIgnoredTheLoopShows() throws Exception {
        fixture.mysql("UPDATE account SET balance = balance + 1");
        LogSequenceNumber start = slotCreated();
        sync(UNTIL_CAUGHT_UP);
        enterDualWrite(start);
        SyncReport report = Sync.run(
                fixture.strangler(domain), List.of(domain), UNTIL_CAUGHT_UP, name -> {}, Safeties.ALL.withEchoes());

        assertThat(report.domains().get(0).changes())
                .as("the forward stream's own changes come back to where they came from")
                .isEqualTo(3);
    }

    @Test
    void publicationThatChangesWhileTheStreamRunsEndsIt() throws Exception {
        LogSequenceNumber start = slotCreated();
        sync(UNTIL_CAUGHT_UP);
        enterDualWrite(start);
        CompletableFuture<SyncReport> running = running();
        fixture.postgres("INSERT INTO account VALUES (50, 'before', 1)");
        await(
                "the stream runs",
                () -> fixture.mysqlRows("SELECT id FROM account WHERE id >= 50").equals(List.of("50")));
        String publication = ReverseSlot.publication(domain.name());
        fixture.postgres(
                "ALTER PUBLICATION " + publication + " DROP TABLE account",
                "INSERT INTO account VALUES (51, 'not sent', 1)",
                "ALTER PUBLICATION " + publication + " ADD TABLE account");

        assertThat(running.get(20, TimeUnit.SECONDS).failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
            assertThat(e.problem().fix()).contains("COMMENT ON PUBLICATION \"" + publication + "\" IS NULL");
        });
    }

    /** As {@code cutover rollback} does it: the phase changes, and the slot goes before the stream has looked at the phase. */
    @Test
    void streamThatLosesItsSlotToAChangeOfPhaseTellsOfNoFailure() throws Exception {
        LogSequenceNumber start = slotCreated();
        sync(UNTIL_CAUGHT_UP);
        enterDualWrite(start);
        Set<StreamStatus.State> states = ConcurrentHashMap.newKeySet();
        SyncOptions options = new SyncOptions(false, false, now -> states.add(now.state()));
        CompletableFuture<SyncReport> running =
                CompletableFuture.supplyAsync(() -> Sync.run(stoppedBy(stop), List.of(domain), options, name -> {}));
        fixture.postgres("INSERT INTO account VALUES (50, 'before', 1)");
        await(
                "the stream runs",
                () -> fixture.mysqlRows("SELECT id FROM account WHERE id >= 50").equals(List.of("50")));
        try (Control control = Control.open(fixture.postgres())) {
            control.changePhase(control.domain(domain.name()), Phase.LEGACY);
            slot().drop();
        }
        await("the runner follows", () -> states.contains(StreamStatus.State.IDLE));
        stop.set(true);

        assertThat(running.get(20, TimeUnit.SECONDS).failure()).isEmpty();
        assertThat(states).doesNotContain(StreamStatus.State.WAITING, StreamStatus.State.FAILED);
    }

    @Test
    void reverseStreamWaitsUntilMysqlHasThePostgresColumnToo() throws Exception {
        LogSequenceNumber start = slotCreated();
        sync(UNTIL_CAUGHT_UP);
        enterDualWrite(start);
        fixture.postgres(
                "INSERT INTO account VALUES (50, 'before', 1)",
                "ALTER TABLE account ADD COLUMN note varchar(10)",
                "INSERT INTO account VALUES (51, 'behind', 1, 'x')");
        AtomicBoolean stopped = new AtomicBoolean();
        SyncOptions options = new SyncOptions(false, false, now -> {
            if (now.state() == StreamStatus.State.STOPPED) {
                stopped.set(true);
            }
        });
        CompletableFuture<SyncReport> running =
                CompletableFuture.supplyAsync(() -> Sync.run(stoppedBy(stop), List.of(domain), options, name -> {}));
        await("the stream stops", stopped::get);
        fixture.mysql("ALTER TABLE account ADD COLUMN note VARCHAR(10)");
        await(
                "the stream goes on",
                () -> fixture.mysqlRows("SELECT id, note FROM account WHERE id >= 50 ORDER BY id")
                        .equals(List.of("50|~", "51|x")));
        stop.set(true);
        assertThat(running.get(20, TimeUnit.SECONDS).failure()).isEmpty();
    }

    private LogSequenceNumber slotCreated() {
        return slot().create(fixture.tables("account"));
    }

    private ReverseSlot slot() {
        return new ReverseSlot(fixture.postgres(), domain.name());
    }

    /** The bare change of phase, without the cutover's protocol, which has tests of its own. */
    private void enterDualWrite(LogSequenceNumber start) throws SQLException {
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            Checkpoints.remove(control.handle().getConnection(), domain.name(), Direction.FORWARD);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        fixture.postgres("ALTER TABLE account DISABLE TRIGGER ficus_fence");
    }

    private SyncReport sync(SyncOptions options) {
        return Sync.run(fixture.strangler(domain), List.of(domain), options, name -> {});
    }

    private CompletableFuture<SyncReport> running() {
        return CompletableFuture.supplyAsync(
                () -> Sync.run(stoppedBy(stop), List.of(domain), SyncOptions.DEFAULT, name -> {}));
    }

    private Strangler stoppedBy(AtomicBoolean signal) {
        Strangler strangler = fixture.strangler(domain);
        return new Strangler(strangler.settings(), strangler.progress(), signal::get, Hook.NONE);
    }

    private Checkpoint forward() {
        try (Connection connection = fixture.postgres().open()) {
            return Checkpoints.read(connection, domain.name(), Direction.FORWARD)
                    .orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        AtomicInteger looks = new AtomicInteger();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(what + ", after " + looks.incrementAndGet() + " looks")
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void assertSidesEqual() {
        String rows = "SELECT id, owner, balance FROM account ORDER BY id";
        assertThat(fixture.postgresRows(rows)).isEqualTo(fixture.mysqlRows(rows));
    }
}
