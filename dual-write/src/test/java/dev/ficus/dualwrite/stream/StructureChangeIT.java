package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running stream stops at a change of its tables, and goes on by itself when both sides have the same again. */
final class StructureChangeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("ddl"), List.of("t"));
    private final AtomicBoolean stop = new AtomicBoolean();
    private volatile StreamStatus status = StreamStatus.starting("");
    private CompletableFuture<SyncReport> sync = CompletableFuture.completedFuture(new SyncReport(List.of()));

    @BeforeEach
    void mirrorOneTable() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))", "INSERT INTO t VALUES (1, 'ana')");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, name varchar(20))");
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        start();
    }

    @AfterEach
    void end() throws Exception {
        stop();
    }

    @Test
    void addedColumnGoesOnWhenPostgresHasItAndNoRowIsMissing() {
        fixture.mysql(
                "INSERT INTO t VALUES (2, 'before')",
                "ALTER TABLE t ADD COLUMN note VARCHAR(10)",
                "INSERT INTO t VALUES (3, 'after', 'x')",
                "UPDATE t SET note = 'y' WHERE id = 1");
        await("the stream stands before the change", () -> status.state() == State.STOPPED);

        assertThat(fixture.postgresRows("SELECT id FROM t ORDER BY id"))
                .as("all before the statement, nothing behind it")
                .containsExactly("1", "2");
        assertThat(status.error()).contains(ErrorCode.STREAM_STOPPED_BY_DDL);
        assertThat(status.reason()).contains("ADD COLUMN note");
        await(
                "it has looked again, and says what is missing",
                () -> status.reason().contains("on one side only: note"));
        assertThat(status.error()).as("why it stands").contains(ErrorCode.STREAM_STOPPED_BY_DDL);
        assertThat(status.reason()).contains("ADD COLUMN note");

        fixture.postgres("ALTER TABLE t ADD COLUMN note varchar(10)");
        awaitEqual("id, name, note");
        assertThat(sync).as("the daemon never ended").isNotDone();
    }

    @Test
    void restartBetweenTheChangeAndThePostgresSideLosesNothing() throws Exception {
        fixture.mysql(
                "INSERT INTO t VALUES (2, 'before')",
                "ALTER TABLE t DROP COLUMN name",
                "INSERT INTO t VALUES (3)",
                "ALTER TABLE t ADD COLUMN size INT");
        await("the stream stands before the change", () -> status.state() == State.STOPPED);
        stop();
        start();
        await("it stands there again", () -> status.state() == State.STOPPED);
        assertThat(fixture.postgresRows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
        fixture.mysql("ALTER TABLE t DROP COLUMN size");
        fixture.postgres("ALTER TABLE t DROP COLUMN name");
        awaitEqual("id");
    }

    @Test
    void indexStopsNothing() {
        fixture.mysql("ALTER TABLE t ADD INDEX by_name (name)", "INSERT INTO t VALUES (2, 'behind')");

        awaitEqual("id, name");
    }

    @Test
    void rowsBetweenTwoChangesThatFitNeitherStructureAreRefusedAndNotMisread() {
        fixture.mysql(
                "ALTER TABLE t ADD COLUMN a INT",
                "INSERT INTO t VALUES (2, 'between', 5)",
                "ALTER TABLE t ADD COLUMN b INT");
        fixture.postgres("ALTER TABLE t ADD COLUMN a integer", "ALTER TABLE t ADD COLUMN b integer");

        await(
                "the rows between are refused",
                () -> status.state() == State.STOPPED
                        && status.reason().contains("3 columns in the binlog and 4 in the catalog"));
        assertThat(fixture.postgresRows("SELECT id FROM t")).containsExactly("1");
    }

    @Test
    void truncateIsNeverPassedThoughTheTablesAgree() {
        fixture.mysql("TRUNCATE TABLE t", "INSERT INTO t VALUES (9, 'behind')");
        await("the stream stands before it", () -> status.state() == State.STOPPED);
        StreamStatus first = status;
        await("it has looked again", () -> status != first);

        assertThat(fixture.postgresRows("SELECT id FROM t"))
                .as("the row that the TRUNCATE took is there still, so going on would diverge")
                .containsExactly("1");
    }

    @Test
    void runThatIsToEndByItselfDoesNotWait() throws Exception {
        stop();
        fixture.mysql("ALTER TABLE t ADD COLUMN note VARCHAR(10)");

        SyncReport report =
                Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});

        assertThat(report.failure()).isPresent();
    }

    private void start() {
        stop.set(false);
        status = StreamStatus.starting(domain.name());
        Strangler all = fixture.strangler(domain);
        Strangler strangler = new Strangler(all.settings(), all.progress(), stop::get, Hook.NONE);
        SyncOptions options = new SyncOptions(false, false, now -> status = now);
        sync = CompletableFuture.supplyAsync(() -> Sync.run(strangler, List.of(domain), options, name -> {}));
        await("it runs or has stopped", () -> status.state() == State.RUNNING || status.state() == State.STOPPED);
    }

    private void stop() throws Exception {
        stop.set(true);
        sync.get(60, TimeUnit.SECONDS);
    }

    private void awaitEqual(String columns) {
        String query = "SELECT " + columns + " FROM t ORDER BY id";
        await(
                "both sides are equal: " + status,
                () -> fixture.postgresRows(query).equals(fixture.mysqlRows(query)));
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
