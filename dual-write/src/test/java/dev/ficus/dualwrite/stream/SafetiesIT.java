package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.Divergence;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Overview;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each safety of a stream, and what happens without it; and divergence that is counted. */
class SafetiesIT {
    private static final SyncOptions UNTIL_CAUGHT_UP = new SyncOptions(true, false);
    private static final String ROWS = "SELECT id, owner, balance FROM account ORDER BY id";
    private static final Duration WAIT = Duration.ofSeconds(5);

    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void mirrorOneTable() {
        fixture = StranglerFixture.fresh();
        fixture.mysql(
                "CREATE TABLE account (id INT UNSIGNED PRIMARY KEY, owner VARCHAR(40) NOT NULL, balance INT NOT NULL)",
                "INSERT INTO account VALUES (1, 'ana', 10), (2, 'bo', 20), (3, 'cy', 30)");
        fixture.postgres(
                "CREATE TABLE account (id bigint PRIMARY KEY, owner varchar(40) NOT NULL, balance integer NOT NULL)");
        domain = new DomainSettings(
                StranglerFixture.domain("safe"), List.of("account"), ConversionSettings.NONE, Divergence.COUNT);
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void dropSlot() {
        new ReverseSlot(fixture.postgres(), domain.name()).drop();
    }

    @Test
    void secondRunnerWithoutTheLockIsStoppedByCompareAndSet() {
        assertThatThrownBy(() -> applyTwice(Safeties.ALL.withoutLock()))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_SUPERSEDED));
    }

    @Test
    void withoutCompareAndSetTheSameChangeIsAppliedTwice() {
        assertThat(applyTwice(Safeties.ALL.withoutLock().withoutCompareAndSet()))
                .as("the second runner applied what the first one had applied")
                .isTrue();
    }

    @Test
    void withoutTheMarkTheChangesComeBack() throws SQLException {
        assertThat(comesBack(Safeties.ALL.withoutMark())).isEqualTo(3);
    }

    @Test
    void withTheMarkNothingComesBack() throws SQLException {
        assertThat(comesBack(Safeties.ALL)).isZero();
    }

    @Test
    void commitThatFailedIsReadBackAndAppliedAgain() {
        syncThatLosesItsConnectionBeforeCommit(Safeties.ALL);
        assertThat(fixture.postgresRows(ROWS)).isEqualTo(fixture.mysqlRows(ROWS));
    }

    @Test
    void withoutTheReadBackAChangeIsLost() {
        syncThatLosesItsConnectionBeforeCommit(Safeties.ALL.with(Guess.succeeded()));
        assertThat(fixture.postgresRows(ROWS)).isNotEqualTo(fixture.mysqlRows(ROWS));
    }

    @Test
    void divergenceThatIsCountedGoesOnWithTheImageOfTheSource() {
        fixture.postgres(
                "SET ficus.applier = '" + domain.name() + "'",
                "DELETE FROM account WHERE id IN (2, 3)",
                "INSERT INTO account VALUES (50, 'ghost', 0)");
        fixture.mysql(
                "UPDATE account SET balance = 21 WHERE id = 2",
                "DELETE FROM account WHERE id = 3",
                "INSERT INTO account VALUES (50, 'di', 40)",
                "UPDATE account SET balance = 11 WHERE id = 1");

        assertThat(sync(Safeties.ALL, Hook.NONE).failure()).isEmpty();

        assertThat(fixture.postgresRows(ROWS)).isEqualTo(fixture.mysqlRows(ROWS));
        assertThat(Overview.read(fixture.strangler(domain), true).get(0).diverged())
                .isEqualTo(3);
        assertThat(fixture.postgresRows("SELECT what FROM ficus.divergent_change ORDER BY number"))
                .hasSize(3)
                .first()
                .asString()
                .contains("update of key [2]");
    }

    @Test
    void divergenceOfTheWayBackIsCountedOnMysql() throws SQLException {
        LogSequenceNumber start = new ReverseSlot(fixture.postgres(), domain.name()).create(fixture.tables("account"));
        sync(Safeties.ALL, Hook.NONE);
        enterDualWrite(start);
        fixture.mysql("DELETE FROM account WHERE id = 1", "INSERT INTO account VALUES (50, 'ghost', 0)");
        fixture.postgres(
                "UPDATE account SET balance = 12 WHERE id = 1",
                "INSERT INTO account VALUES (50, 'di', 40)",
                "UPDATE account SET balance = 22 WHERE id = 2");

        assertThat(sync(Safeties.ALL, Hook.NONE).failure()).isEmpty();

        assertThat(fixture.mysqlRows(ROWS)).isEqualTo(fixture.postgresRows(ROWS));
        assertThat(Overview.read(fixture.strangler(domain), true).get(0).diverged())
                .isEqualTo(2);
    }

    /** Two runners at the same checkpoint, one after the other; whether the second one applied anything. */
    private boolean applyTwice(Safeties safeties) {
        try (StreamSession first = open(safeties);
                StreamSession second = open(safeties)) {
            fixture.mysql("UPDATE account SET balance = 99 WHERE id = 1");
            first.step(WAIT);
            return second.step(WAIT);
        }
    }

    private StreamSession open(Safeties safeties) {
        return StreamSession.open(
                        fixture.strangler(domain),
                        domain,
                        fixture.tables("account"),
                        Direction.FORWARD,
                        Truncates.STOP,
                        safeties)
                .orElseThrow();
    }

    /** How many of three changes that the forward stream applied come back through the reverse stream. */
    private long comesBack(Safeties safeties) throws SQLException {
        LogSequenceNumber start = new ReverseSlot(fixture.postgres(), domain.name()).create(fixture.tables("account"));
        fixture.mysql("UPDATE account SET balance = balance + 1");
        sync(safeties, Hook.NONE);
        enterDualWrite(start);
        return sync(Safeties.ALL, Hook.NONE).domains().get(0).changes();
    }

    /** The server ends the connection that holds the stream's lock; the runner begins again by itself. */
    private void syncThatLosesItsConnectionBeforeCommit(Safeties safeties) {
        fixture.mysql("UPDATE account SET balance = 77 WHERE id = 2");
        AtomicBoolean lost = new AtomicBoolean();
        Hook cut = point -> {
            if (point.equals("stream.written") && lost.compareAndSet(false, true)) {
                fixture.postgres("SELECT pg_terminate_backend(pid) FROM pg_locks"
                        + " WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database"
                        + " WHERE datname = current_database())");
            }
        };
        assertThat(sync(safeties, cut).failure()).isEmpty();
        assertThat(lost).isTrue();
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

    private SyncReport sync(Safeties safeties, Hook hook) {
        return Sync.run(fixture.strangler(hook, domain), List.of(domain), UNTIL_CAUGHT_UP, name -> {}, safeties);
    }
}
