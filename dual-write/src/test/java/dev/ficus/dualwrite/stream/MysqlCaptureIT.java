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

final class MysqlCaptureIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("capture");
    private final List<MysqlCapture> open = new ArrayList<>();
    private Connection mysql;

    @BeforeEach
    void connect() {
        mysql = fixture.mysql().open();
    }

    @AfterEach
    void close() throws SQLException {
        open.forEach(MysqlCapture::close);
        mysql.close();
    }

    @Test
    void insertsUpdatesDeletesAndKeyChangesArriveInOrder() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))");
        MysqlCapture capture = capture("t");

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
    void everySupportedTypeArrivesAsPostgresText() throws SQLException {
        run("""
                CREATE TABLE kinds (
                  id BIGINT UNSIGNED PRIMARY KEY, tiny TINYINT, utiny TINYINT UNSIGNED, small SMALLINT UNSIGNED,
                  medium MEDIUMINT UNSIGNED, smedium MEDIUMINT, plain INT UNSIGNED, big BIGINT, money DECIMAL(30,10),
                  flag BIT(1), fixed CHAR(6), words VARCHAR(300), essay TEXT, latin VARCHAR(20) CHARACTER SET latin1,
                  colour ENUM('red','green'), day DATE, moment DATETIME(6), plain_moment DATETIME, instant3 TIMESTAMP(3) NULL,
                  instant1 TIMESTAMP(1) NULL)""");
        MysqlCapture capture = capture("kinds");

        run("""
                INSERT INTO kinds VALUES (18446744073709551615, -128, 255, 65535, 16777215, -8388608, 4294967295,
                  -9223372036854775808, -12345678901234567890.0123456789, 1, 'abc', 'żółw 😀', 'first\nsecond', 'café €',
                  'green', '9999-12-31', '1000-01-01 00:00:00.000001', '1500-02-28 23:59:59', '2024-02-29 12:34:56.789',
                  '2038-01-01 00:00:00.5')""");
        run(
                "INSERT INTO kinds (id, money, flag, day, moment) VALUES (0, 0, 0, '0001-01-01', '1969-12-31 23:59:59.999999')");

        assertThat(changes(upToBeat(capture, beat())))
                .containsExactly(
                        "insert kinds id=18446744073709551615,tiny=-128,utiny=255,small=65535,medium=16777215,"
                                + "smedium=-8388608,plain=4294967295,big=-9223372036854775808,"
                                + "money=-12345678901234567890.0123456789,flag=t,fixed=abc,words=żółw 😀,"
                                + "essay=first\nsecond,latin=café €,colour=green,day=9999-12-31,"
                                + "moment=1000-01-01 00:00:00.000001,plain_moment=1500-02-28 23:59:59,"
                                + "instant3=2024-02-29 12:34:56.789+00,instant1=2038-01-01 00:00:00.5+00",
                        "insert kinds id=0,tiny=NULL,utiny=NULL,small=NULL,medium=NULL,smedium=NULL,plain=NULL,"
                                + "big=NULL,money=0.0000000000,flag=f,fixed=NULL,words=NULL,essay=NULL,latin=NULL,"
                                + "colour=NULL,day=0001-01-01,moment=1969-12-31 23:59:59.999999,plain_moment=NULL,"
                                + "instant3=NULL,instant1=NULL");
    }

    @Test
    void rolledBackChangesAreNotDelivered() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");

        run("START TRANSACTION", "INSERT INTO t VALUES (1)", "ROLLBACK");
        run(
                "START TRANSACTION",
                "INSERT INTO t VALUES (2)",
                "SAVEPOINT here",
                "INSERT INTO t VALUES (3)",
                "ROLLBACK TO here",
                "INSERT INTO t VALUES (4)",
                "COMMIT");

        assertThat(changes(upToBeat(capture, beat()))).containsExactly("insert t id=2", "insert t id=4");
    }

    @Test
    void transactionOfTheOppositeStreamIsSkippedAndCounted() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");

        writeLikeReverseStream(domain, 1, 2);
        writeLikeReverseStream(StranglerFixture.domain("other"), 3);

        List<SourceTransaction> transactions = upToBeat(capture, beat());
        assertThat(changes(transactions))
                .as("the mark of another domain is none")
                .containsExactly("insert t id=3");
        assertThat(transactions.get(0).echoes()).isEqualTo(2);
        assertThat(transactions.get(1).echoes()).isZero();
    }

    @Test
    void transactionOfTheOppositeStreamLoopsWhereMarksAreIgnored() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture(EchoRule.IGNORE_MARKS, 1 << 20, position(), "t");

        writeLikeReverseStream(domain, 1, 2);

        assertThat(changes(upToBeat(capture, beat()))).containsExactly("insert t id=1", "insert t id=2");
    }

    @Test
    void restartAtTheLastDeliveredPositionSeesNothingTwiceAndLosesNothing() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition at = position();
        for (int id = 1; id <= 30; id++) {
            run(
                    "INSERT INTO t VALUES (" + id + ")",
                    "INSERT INTO ficus.beat VALUES ('x" + domain + id + "', 1, NOW(6))");
            if (id % 10 == 0) {
                run("FLUSH BINARY LOGS");
            }
        }
        List<String> seen = new ArrayList<>();
        for (int id = 1; id <= 30; id++) {
            MysqlCapture capture = capture(EchoRule.SKIP_MARKED, 1 << 20, at, "t");
            SourceTransaction one = next(capture);
            seen.addAll(changes(List.of(one)));
            at = (BinlogPosition) one.position();
            capture.close();
        }

        List<String> wanted = new ArrayList<>();
        for (int id = 1; id <= 30; id++) {
            wanted.add("insert t id=" + id);
        }
        assertThat(seen).isEqualTo(wanted);
    }

    @Test
    void logRotationIsFollowed() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");
        String first = position().file();

        run("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2)", "FLUSH BINARY LOGS");
        List<SourceTransaction> transactions = upToBeat(capture, beat());

        assertThat(changes(transactions)).containsExactly("insert t id=1", "insert t id=2");
        assertThat(((BinlogPosition) capture.position()).file())
                .isNotEqualTo(first)
                .isEqualTo(position().file());
    }

    @Test
    void transactionsOfOtherTablesAdvanceThePositionOnly() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE other (id INT PRIMARY KEY, shape POINT, doc JSON)");
        MysqlCapture capture = capture("t");

        run("INSERT INTO other VALUES (1, POINT(1, 2), '{}')", "UPDATE other SET id = 2", "DELETE FROM other");
        BinlogPosition end = position();

        awaitPosition(capture, end);
        assertThat(capture.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void positionStaysBeforeWhatWasNotYetPolled() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE other (id INT PRIMARY KEY)");
        BinlogPosition start = position();
        MysqlCapture capture = capture("t");

        run("INSERT INTO t VALUES (1)");
        BinlogPosition first = position();
        run("INSERT INTO other VALUES (1)");
        beat();

        assertThat(capture.position()).isEqualTo(start);
        assertThat(next(capture).position()).isEqualTo(first);
        assertThat(capture.position()).as("the beat is not polled yet").isLessThan(position());
    }

    @Test
    void beatCarriesItsNumberAndItsTime() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");

        beat();
        Instant before = Instant.now();
        beat();

        SourceTransaction second = upToBeat(capture, 2).get(1);
        assertThat(second.changes()).isEmpty();
        assertThat(second.beat().orElseThrow().sentAt())
                .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
    }

    @Test
    void transactionLargerThanTheQueueArrivesWhole() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY, filler VARCHAR(200))");
        MysqlCapture capture = capture(EchoRule.SKIP_MARKED, 10_000, position(), "t");

        mysql.setAutoCommit(false);
        for (int id = 0; id < 2_000; id++) {
            run("INSERT INTO t VALUES (" + id + ", REPEAT('x', 200))");
        }
        mysql.commit();
        mysql.setAutoCommit(true);
        for (int id = 2_000; id < 2_300; id++) {
            run("INSERT INTO t VALUES (" + id + ", REPEAT('x', 200))");
        }

        List<SourceTransaction> transactions = upToBeat(capture, beat());
        assertThat(transactions.get(0).changes()).hasSize(2_000);
        assertThat(changes(transactions)).hasSize(2_300).doesNotHaveDuplicates();
    }

    @Test
    void closeFromAnotherThreadEndsPoll() throws Exception {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");
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

    @Test
    void closeEndsAReaderThatWaitsForRoom() throws Exception {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture(EchoRule.SKIP_MARKED, 1, position(), "t");
        run("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)");
        assertThat(next(capture).changes()).hasSize(1);

        assertThat(CompletableFuture.runAsync(capture::close)).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void killedConnectionIsAnErrorAfterWhatCameBefore() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        MysqlCapture capture = capture("t");
        run("INSERT INTO t VALUES (1)");
        long beat = beat();
        upToBeat(capture, beat);

        for (String id :
                fixture.mysqlRows("SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'")) {
            run("KILL " + id);
        }

        assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void unconvertibleValueStopsTheStreamWithTableKeyAndColumn() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY, day DATE, stamp TIMESTAMP NULL)", "SET SESSION sql_mode = ''");
        MysqlCapture capture = capture("t");

        run("INSERT INTO t VALUES (1, '2024-01-01', NULL)", "INSERT INTO t VALUES (42, '0000-00-00', NULL)");

        CaptureProbe.Failure failure = CaptureProbe.failure(capture);
        assertThat(failure.before()).containsExactly("insert t id=1,day=2024-01-01,stamp=NULL");
        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        assertThat(failure.exception())
                .hasMessageContaining("column day of table t")
                .hasMessageContaining("id=42");
    }

    @Test
    void zeroTimestampAndDateThatNoCalendarHasAreRefused() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY, stamp TIMESTAMP NULL, day DATE)");
        run("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
        MysqlCapture zero = capture("t");
        run("INSERT INTO t VALUES (1, '0000-00-00 00:00:00', NULL)");
        assertThat(CaptureProbe.failure(zero).exception()).hasMessageContaining("column stamp");

        MysqlCapture february = capture("t");
        run("INSERT INTO t VALUES (2, NULL, '2024-02-31')");
        assertThat(CaptureProbe.failure(february).exception()).hasMessageContaining("column day");
    }

    @Test
    void placeThatTheServerNeverHadIsAPositionLost() throws SQLException {
        run("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition old = new BinlogPosition("binlog.999999", 4);

        CaptureProbe.Failure failure = CaptureProbe.failure(capture(EchoRule.SKIP_MARKED, 1 << 20, old, "t"));

        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
        assertThat(failure.exception().problem().fix()).contains("ficus backfill " + domain + " --restart");
    }

    private void writeLikeReverseStream(String marked, int... ids) throws SQLException {
        mysql.setAutoCommit(false);
        Checkpoints.begin(mysql, marked, Direction.REVERSE, 1, new LogSequenceNumber(1), null);
        for (int id : ids) {
            run("INSERT INTO t VALUES (" + id + ")");
        }
        mysql.commit();
        mysql.setAutoCommit(true);
    }

    private MysqlCapture capture(String... tables) {
        return capture(EchoRule.SKIP_MARKED, 1 << 20, position(), tables);
    }

    private MysqlCapture capture(EchoRule rule, long capacity, BinlogPosition start, String... tables) {
        MysqlCapture capture = new MysqlCapture(
                fixture.mysql(),
                fixture.mysqlDatabase(),
                fixture.tables(tables),
                domain,
                start,
                new CaptureRules(rule, Truncates.STOP),
                capacity,
                Spills.inTemporary(capacity));
        open.add(capture);
        return capture;
    }

    private BinlogPosition position() {
        return MysqlPosition.current(mysql);
    }

    private long beat() throws SQLException {
        return Beats.send(mysql, domain);
    }

    private static void awaitPosition(MysqlCapture capture, BinlogPosition end) {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (capture.position().compareTo(end) < 0) {
            assertThat(System.nanoTime()).as("position " + capture.position()).isLessThan(patience);
            assertThat(capture.poll(Duration.ofMillis(20))).isEmpty();
        }
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = mysql.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
