package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.core.settings.StreamSettings;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that do not fit into the stream's memory, through both streams. */
class BigTransactionIT {
    private static final SyncOptions UNTIL_CAUGHT_UP = new SyncOptions(true, false);
    private static final int ROWS = 100_000;
    private static final int SEVERAL_MB = 5_000_000;

    @TempDir
    private Path spill;

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("big"), List.of("big"));
    private final AtomicLong spilled = new AtomicLong();

    @BeforeEach
    void mirrorOneTable() {
        fixture.mysql(
                "CREATE TABLE digit (d INT PRIMARY KEY)",
                "INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE big (id INT PRIMARY KEY, number INT NOT NULL, filler LONGTEXT NOT NULL)",
                "INSERT INTO big VALUES (-1, 1, 'before')");
        fixture.postgres("CREATE TABLE big (id integer PRIMARY KEY, number integer NOT NULL, filler text NOT NULL)");
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void nothingIsLeftOnDisk() {
        slot().drop();
        assertThat(Spills.open(spill)).as("spill files").isZero();
        assertThat(Spills.seen(spill)).isEmpty();
    }

    @Test
    void forwardTransactionLargerThanItsMemoryIsAppliedWhole() {
        fixture.mysql(
                "START TRANSACTION",
                manyRowsOnMysql(),
                "UPDATE big SET number = number + 1",
                "DELETE FROM big WHERE id % 3 = 0",
                "COMMIT",
                "INSERT INTO big VALUES (-2, 1, 'behind')");
        sync();

        assertThat(spilled).as("files while it was applied").hasPositiveValue();
        assertSidesEqual();
    }

    @Test
    void reverseTransactionLargerThanItsMemoryIsAppliedWhole() throws SQLException {
        enterDualWrite();
        fixture.postgres(
                "BEGIN",
                "INSERT INTO big SELECT n, n, repeat('x', n % 50) FROM generate_series(1, " + ROWS + ") n",
                "SAVEPOINT a",
                "DELETE FROM big",
                "ROLLBACK TO a",
                "UPDATE big SET number = number + 1",
                "DELETE FROM big WHERE id % 3 = 0",
                "COMMIT",
                "INSERT INTO big VALUES (-2, 1, 'behind')");
        sync();

        assertThat(spilled).as("files while it was applied").hasPositiveValue();
        assertSidesEqual();
    }

    @Test
    void rowsOfSeveralMegabytesPassBothStreams() throws SQLException {
        fixture.mysql(
                "START TRANSACTION",
                "INSERT INTO big SELECT d, d, REPEAT(d, " + SEVERAL_MB + ") FROM digit",
                "UPDATE big SET filler = CONCAT(filler, 'ż') WHERE id > 5",
                "COMMIT");
        sync();
        assertSidesEqual();

        enterDualWrite();
        fixture.postgres("UPDATE big SET number = number + 1", "UPDATE big SET filler = filler || 'ż' WHERE id < 5");
        sync();
        assertSidesEqual();
    }

    @Test
    void forwardTransactionsComeBackAsEchoesThatTakeNoDisk() throws SQLException {
        LogSequenceNumber start = slot().create(fixture.tables("big"));
        fixture.mysql(manyRowsOnMysql());
        sync();
        spilled.set(0);
        enterDualWrite(start);
        fixture.postgres("DELETE FROM big WHERE id = 1");
        SyncReport report = sync();

        assertThat(report.domains().get(0).echoes()).isEqualTo(ROWS);
        assertThat(report.domains().get(0).changes()).isEqualTo(1);
        assertThat(spilled).as("an echo is counted, not kept").hasValue(0);
        assertSidesEqual();
    }

    @Test
    void streamWaitsWhileItCannotSpillAndLosesNothing() throws IOException {
        Path blocked = Files.createFile(spill.resolve("blocked"));
        fixture.mysql("INSERT INTO big VALUES (-2, 1, 'first')", manyRowsOnMysql());
        StringBuilder told = new StringBuilder();
        Strangler strangler = strangler(blocked.resolve("below"), event -> {
            told.append(event);
            if (told.indexOf("spill file could not be made") >= 0 && Files.isRegularFile(blocked)) {
                free(blocked);
            }
        });
        SyncReport report = Sync.run(strangler, List.of(domain), UNTIL_CAUGHT_UP, name -> {});

        assertThat(report.failure()).isEmpty();
        assertThat(told).contains("reason=WAITING").contains("a spill file could not be made");
        assertSidesEqual();
        free(blocked.resolve("below"));
        free(blocked);
    }

    @Test
    void crashWhileALargeTransactionIsAppliedAppliesNothingTwice() {
        fixture.mysql(manyRowsOnMysql());
        for (String point : List.of("stream.checkpoint-moved", "stream.written", "stream.committed")) {
            fixture.mysql("UPDATE big SET number = number + 1");
            Hook crash = reached -> {
                if (reached.equals(point)) {
                    throw new IllegalStateException("crashed here");
                }
            };
            SyncReport crashed =
                    Sync.run(strangler(spill, Progress.SILENT, crash), List.of(domain), UNTIL_CAUGHT_UP, name -> {});
            assertThat(crashed.failure())
                    .as(point)
                    .hasValueSatisfying(e -> assertThat(e).rootCause().hasMessage("crashed here"));
        }
        sync();
        assertSidesEqual();
    }

    private static void free(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String manyRowsOnMysql() {
        return "INSERT INTO big SELECT n, n, REPEAT('x', n % 50) FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d"
                + " + 1000 * e.d + 10000 * f.d AS n FROM digit a, digit b, digit c, digit e, digit f) numbers";
    }

    private SyncReport sync() {
        Hook count = point -> spilled.addAndGet(Spills.open(spill));
        SyncReport report =
                Sync.run(strangler(spill, Progress.SILENT, count), List.of(domain), UNTIL_CAUGHT_UP, name -> {});
        assertThat(report.failure()).isEmpty();
        return report;
    }

    private Strangler strangler(Path directory, Progress progress) {
        return strangler(directory, progress, Hook.NONE);
    }

    /** With the least memory, of which a transaction gets a quarter. */
    private Strangler strangler(Path directory, Progress progress, Hook hook) {
        Strangler plain = fixture.strangler(hook, domain);
        StranglerSettings settings = new StranglerSettings(
                fixture.from(), fixture.to(), List.of(domain), new StreamSettings(1 << 20, directory));
        return new Strangler(settings, progress, plain.stop(), hook);
    }

    private void enterDualWrite() throws SQLException {
        enterDualWrite(slot().create(fixture.tables("big")));
    }

    /** The bare change of phase, without the cutover's protocol, which has tests of its own. */
    private void enterDualWrite(LogSequenceNumber start) throws SQLException {
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            Checkpoints.remove(control.handle().getConnection(), domain.name(), Direction.FORWARD);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        fixture.postgres("ALTER TABLE big DISABLE TRIGGER ficus_fence");
    }

    private ReverseSlot slot() {
        return new ReverseSlot(fixture.postgres(), domain.name());
    }

    private void assertSidesEqual() {
        assertThat(fixture.postgresRows("SELECT count(*), sum(id), sum(number), sum(octet_length(filler)) FROM big"))
                .isEqualTo(fixture.mysqlRows("SELECT COUNT(*), SUM(id), SUM(number), SUM(LENGTH(filler)) FROM big"));
    }
}
