package dev.ficus.dualwrite.stream;

import static dev.ficus.dualwrite.stream.CaptureProbe.changes;
import static dev.ficus.dualwrite.stream.CaptureProbe.next;
import static dev.ficus.dualwrite.stream.CaptureProbe.upToBeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresCaptureIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("reverse");
    private final ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain);
    private final List<PostgresCapture> open = new ArrayList<>();
    private Connection postgres;
    private List<Table> tables = List.of();
    private LogSequenceNumber start = new LogSequenceNumber(0);

    @BeforeEach
    void connect() {
        postgres = fixture.postgres().open();
        fixture.register(domain, "t");
    }

    @AfterEach
    void close() throws SQLException {
        open.forEach(PostgresCapture::close);
        slot.drop();
        postgres.close();
    }

    @Test
    void insertsUpdatesDeletesAndKeyChangesArriveInOrder() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY, name VARCHAR(20)");

        run("INSERT INTO t VALUES (1, 'ana'), (2, NULL)");
        run("UPDATE t SET name = 'bo' WHERE id = 1", "UPDATE t SET id = 7 WHERE id = 2", "DELETE FROM t WHERE id = 1");

        List<SourceTransaction> transactions = upToBeat(capture, beat());
        assertThat(changes(transactions))
                .containsExactly(
                        "insert t id=1,name=ana",
                        "insert t id=2,name=NULL",
                        "update t(1) id=1,name=bo",
                        "update t(2) id=7,name=NULL",
                        "delete t(1)");
        assertThat(transactions).as("one for each commit, and the beat").hasSize(5);
        assertThat(transactions).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
    }

    @Test
    void valuesArriveAsPostgresTextInUtc() throws SQLException {
        fixture.mysql("""
                CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, flag BIT(1), money DECIMAL(20,4), day DATE,
                  moment DATETIME(6), instant TIMESTAMP(3) NULL, words TEXT)""");
        run("""
                CREATE TABLE t (words text, id numeric(20) PRIMARY KEY, flag boolean, money numeric(20,4), day date,
                  moment timestamp(6), instant timestamptz(3))""");
        PostgresCapture capture = capture();

        run("SET timezone = 'Asia/Tokyo'");
        run("INSERT INTO t VALUES ('żółw 😀', 18446744073709551615, true, -1.5, '9999-12-31',"
                + " '1000-01-01 00:00:00.000001', '2024-02-29 12:34:56.789+00')");

        assertThat(changes(upToBeat(capture, beat())))
                .containsExactly("insert t id=18446744073709551615,flag=t,money=-1.5000,day=9999-12-31,"
                        + "moment=1000-01-01 00:00:00.000001,instant=2024-02-29 12:34:56.789+00,words=żółw 😀");
    }

    @Test
    void unchangedToastValueIsLeftOut() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY, name VARCHAR(20), essay TEXT");

        run("ALTER TABLE t ALTER essay SET STORAGE EXTERNAL");
        run("INSERT INTO t VALUES (1, 'ana', repeat('x', 20000))");
        run("UPDATE t SET name = 'bo'", "UPDATE t SET id = 2", "UPDATE t SET essay = 'short'");

        assertThat(changes(upToBeat(capture, beat())).subList(1, 4))
                .containsExactly(
                        "update t(1) id=1,name=bo,essay=(unchanged)",
                        "update t(1) id=2,name=bo,essay=(unchanged)",
                        "update t(2) id=2,name=bo,essay=short");
    }

    @Test
    void rolledBackChangesAreNotDelivered() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");

        run("BEGIN", "INSERT INTO t VALUES (1)", "ROLLBACK");
        run("BEGIN", "INSERT INTO t VALUES (2)", "SAVEPOINT a", "INSERT INTO t VALUES (3)", "ROLLBACK TO a", "COMMIT");

        assertThat(changes(upToBeat(capture, beat()))).containsExactly("insert t id=2");
    }

    @Test
    void transactionOfTheOppositeStreamIsSkippedAndCounted() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        String other = StranglerFixture.domain("other");
        fixture.register(other, "t");

        writeLikeForwardStream(domain, 1, 2);
        writeLikeForwardStream(other, 3);

        List<SourceTransaction> transactions = upToBeat(capture, beat());
        assertThat(changes(transactions))
                .as("the mark of another domain is none")
                .containsExactly("insert t id=3");
        assertThat(transactions.get(0).echoes()).isEqualTo(2);
    }

    @Test
    void transactionOfTheOppositeStreamLoopsWhereMarksAreIgnored() throws SQLException {
        createTables("id INT PRIMARY KEY");
        start = slot.create(tables);
        PostgresCapture capture = capture(EchoRule.IGNORE_MARKS, start, 1 << 20);

        writeLikeForwardStream(domain, 1, 2);

        assertThat(changes(upToBeat(capture, beat()))).containsExactly("insert t id=1", "insert t id=2");
    }

    @Test
    void restartAtTheLastDeliveredPositionSeesNothingTwiceAndLosesNothing() throws SQLException {
        captureOf("id INT PRIMARY KEY").close();
        List<String> wanted = new ArrayList<>();
        for (int id = 1; id <= 8; id++) {
            run("INSERT INTO t VALUES (" + id + ")", "INSERT INTO ficus.beat VALUES ('x" + domain + id + "', 1)");
            wanted.add("insert t id=" + id);
        }
        List<String> seen = new ArrayList<>();
        LogSequenceNumber at = start;
        for (int id = 1; id <= 8; id++) {
            PostgresCapture capture = capture(EchoRule.SKIP_MARKED, at, 1 << 20);
            SourceTransaction one = next(capture);
            seen.addAll(changes(List.of(one)));
            at = (LogSequenceNumber) one.position();
            if (id % 2 == 0) {
                capture.confirm(at);
            }
            capture.close();
        }

        assertThat(seen).isEqualTo(wanted);
    }

    @Test
    void confirmedPositionReachesTheServer() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        run("INSERT INTO t VALUES (1)");
        Position delivered = upToBeat(capture, beat()).get(0).position();

        capture.confirm(delivered);

        awaitConfirmed(delivered);
        assertThat(confirmed()).isEqualTo(delivered);
    }

    @Test
    void idleStreamFollowsTheLogThatOthersWrite() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        run("CREATE TABLE other (id INT PRIMARY KEY)");

        run("INSERT INTO other SELECT generate_series(1, 1000)");
        LogSequenceNumber end = LogSequenceNumber.parse(
                fixture.postgresRows("SELECT pg_current_wal_flush_lsn()").get(0));

        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (capture.position().compareTo(end) < 0) {
            assertThat(System.nanoTime()).as("position " + capture.position()).isLessThan(patience);
            assertThat(capture.poll(Duration.ofMillis(50))).isEmpty();
        }
    }

    @Test
    void positionStaysBeforeWhatWasNotYetPolled() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        run("INSERT INTO t VALUES (1)");
        LogSequenceNumber end = LogSequenceNumber.parse(
                fixture.postgresRows("SELECT pg_current_wal_lsn()").get(0));
        run("INSERT INTO t VALUES (2)");
        capture.poll(Duration.ofSeconds(30));

        assertThat(capture.position()).as("the second is not polled yet").isLessThanOrEqualTo(end);
    }

    @Test
    void beatCarriesItsTime() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        Instant before = Instant.now();

        SourceTransaction beat = upToBeat(capture, beat()).get(0);

        assertThat(beat.beat().orElseThrow().sentAt())
                .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
    }

    @Test
    void transactionLargerThanTheQueueArrivesWhole() throws SQLException {
        createTables("id INT PRIMARY KEY, filler VARCHAR(200)");
        start = slot.create(tables);
        PostgresCapture capture = capture(EchoRule.SKIP_MARKED, start, 10_000);

        run("INSERT INTO t SELECT n, repeat('x', 200) FROM generate_series(1, 5000) n");
        for (int id = 5_001; id <= 5_200; id++) {
            run("INSERT INTO t VALUES (" + id + ", 'y')");
        }

        List<SourceTransaction> transactions = upToBeat(capture, beat());
        assertThat(transactions.get(0).changes()).hasSize(5_000);
        assertThat(changes(transactions)).hasSize(5_200).doesNotHaveDuplicates();
    }

    @Test
    void truncateStopsTheStreamAfterWhatCameBefore() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        run("INSERT INTO t VALUES (1)", "TRUNCATE t", "INSERT INTO t VALUES (2)");

        CaptureProbe.Failure failure = CaptureProbe.failure(capture);

        assertThat(failure.before()).containsExactly("insert t id=1");
        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
        assertThat(failure.exception()).hasMessageContaining("table t was emptied by TRUNCATE");
    }

    @Test
    void changedColumnsStopTheStreamBeforeTheFirstRowOfTheNewStructure() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY, name VARCHAR(20)");
        run("INSERT INTO t VALUES (1, 'ana')", "ALTER TABLE t RENAME name TO label", "INSERT INTO t VALUES (2, 'bo')");

        CaptureProbe.Failure failure = CaptureProbe.failure(capture);

        assertThat(failure.before()).containsExactly("insert t id=1,name=ana");
        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
    }

    @Test
    void renamedTableStopsTheStream() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        run("ALTER TABLE t RENAME TO u", "INSERT INTO u VALUES (1)");

        assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
    }

    @Test
    void lostSlotIsAPositionLost() throws SQLException {
        captureOf("id INT PRIMARY KEY").close();
        slot.drop();

        CaptureProbe.Failure failure = CaptureProbe.failure(capture(EchoRule.SKIP_MARKED, start, 1 << 20));

        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
    }

    @Test
    void killedConnectionIsAnError() throws SQLException {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        upToBeat(capture, beat());

        run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + slot.name()
                + "'");

        assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void closeFromAnotherThreadEndsPoll() throws Exception {
        PostgresCapture capture = captureOf("id INT PRIMARY KEY");
        CountDownLatch polling = new CountDownLatch(1);
        CompletableFuture<Void> poll = CompletableFuture.runAsync(() -> {
            polling.countDown();
            capture.poll(Duration.ofMinutes(5));
        });
        polling.await();

        capture.close();

        assertThatThrownBy(poll::join)
                .hasRootCauseInstanceOf(FicusException.class)
                .hasMessageContaining("closed");
    }

    private void writeLikeForwardStream(String marked, int... ids) throws SQLException {
        postgres.setAutoCommit(false);
        Checkpoints.begin(postgres, marked, Direction.FORWARD, 1, new BinlogPosition("binlog.000001", 4), null);
        for (int id : ids) {
            run("INSERT INTO t VALUES (" + id + ")");
        }
        postgres.commit();
        postgres.setAutoCommit(true);
    }

    /** A table that both sides declare with the same words, its slot, and a capture of it. */
    private PostgresCapture captureOf(String columns) throws SQLException {
        createTables(columns);
        return capture();
    }

    private void createTables(String columns) throws SQLException {
        fixture.mysql("CREATE TABLE t (" + columns + ")");
        run("CREATE TABLE t (" + columns + ")");
        tables = fixture.tables("t");
    }

    private PostgresCapture capture() {
        tables = fixture.tables("t");
        start = slot.create(tables);
        return capture(EchoRule.SKIP_MARKED, start, 1 << 20);
    }

    private PostgresCapture capture(EchoRule rule, LogSequenceNumber from, long capacity) {
        PostgresCapture capture = new PostgresCapture(
                fixture.postgres(),
                tables,
                domain,
                slot.name(),
                from,
                new CaptureRules(rule, Truncates.STOP),
                capacity,
                Spills.inTemporary(capacity));
        open.add(capture);
        return capture;
    }

    private long beat() throws SQLException {
        return Beats.send(postgres, domain);
    }

    /** A status goes out with a message, so beats keep messages coming. */
    private void awaitConfirmed(Position position) throws SQLException {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (confirmed().compareTo(position) < 0) {
            assertThat(System.nanoTime()).as("confirmed " + confirmed()).isLessThan(patience);
            beat();
        }
    }

    private Position confirmed() {
        return LogSequenceNumber.parse(fixture.postgresRows(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot.name() + "'")
                .get(0));
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
