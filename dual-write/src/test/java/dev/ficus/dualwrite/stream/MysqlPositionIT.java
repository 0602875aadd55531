package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MysqlPositionIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void positionGrowsWithEveryCommitAndTheServerStaysTheSame() throws SQLException {
        try (Connection mysql = fixture.mysql().open()) {
            BinlogPosition before = MysqlPosition.current(mysql);
            fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");

            assertThat(MysqlPosition.current(mysql)).isGreaterThan(before);
            assertThat(MysqlPosition.server(mysql)).isNotBlank().isEqualTo(MysqlPosition.server(mysql));
            assertThat(MysqlPosition.problems(mysql)).isEmpty();
        }
    }

    @Test
    void userWithoutReplicationRightIsToldTheGrant() throws SQLException {
        String user = StranglerFixture.domain("poor");
        fixture.mysql(
                "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'poor-Pass1'",
                "GRANT SELECT ON *.* TO '" + user + "'@'%'");
        MysqlServer server = as(user);

        try (Connection mysql = server.open()) {
            assertThat(MysqlPosition.problems(mysql)).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.RIGHT_MISSING);
                assertThat(problem.fix()).contains("GRANT REPLICATION SLAVE").contains(user);
            });
            assertThatThrownBy(() -> MysqlPosition.current(mysql))
                    .isInstanceOfSatisfying(
                            FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RIGHT_MISSING));
        }
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        try (Connection mysql = fixture.mysql().open();
                MysqlCapture capture = new MysqlCapture(
                        server,
                        fixture.mysqlDatabase(),
                        fixture.tables("t"),
                        "poor",
                        MysqlPosition.current(mysql),
                        EchoRule.SKIP_MARKED)) {
            assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.RIGHT_MISSING);
        }
    }

    @Test
    void unsuitableSettingsAreAllToldWithTheirStatements() throws SQLException {
        SandboxOptions options =
                SandboxOptions.defaults().with("binlog-format", "MIXED").with("binlog-row-image", "MINIMAL");
        try (SandboxServer server = Sandbox.start(DatabaseKind.MYSQL, options, Progress.SILENT);
                Connection mysql = new MysqlServer(server.freshDatabase("legacy")).open()) {
            List<Problem> problems = MysqlPosition.problems(mysql);

            assertThat(problems)
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.BINLOG_NOT_ROW, ErrorCode.BINLOG_SETTING_UNSUITABLE);
            assertThat(problems.get(1).fix()).startsWith("SET GLOBAL binlog_row_image = 'FULL'");
            assertThatThrownBy(() -> MysqlPosition.check(mysql)).hasMessageContaining("binlog_format is MIXED");
        }
    }

    /** On a server of its own: purging takes the log from everybody. */
    @Test
    void purgedLogIsAPositionLost() throws SQLException {
        try (SandboxServer server = Sandbox.start(DatabaseKind.MYSQL, SandboxOptions.defaults(), Progress.SILENT)) {
            StranglerFixture own = new StranglerFixture(server.freshDatabase("legacy"), fixture.to());
            own.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
            try (Connection mysql = own.mysql().open()) {
                BinlogPosition start = MysqlPosition.current(mysql);
                own.mysql("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2)");
                try (MysqlCapture capture = capture(own, start)) {
                    assertThat(CaptureProbe.next(capture).changes())
                            .as("as long as it is there")
                            .hasSize(1);
                }

                awaitPurged(own, start.file(), MysqlPosition.current(mysql).file());

                assertLost(own, start);
                assertLost(own, new BinlogPosition(start.file(), start.offset()));
            }
        }
    }

    /** MySQL is asked before the capture begins where there are GTIDs, and tells it by itself otherwise. */
    private static void assertLost(StranglerFixture own, BinlogPosition start) {
        assertThatThrownBy(() -> {
                    try (MysqlCapture capture = capture(own, start)) {
                        throw CaptureProbe.failure(capture).exception();
                    }
                })
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
                    assertThat(e.problem().fix()).contains("ficus backfill purged --restart");
                });
    }

    @Test
    void placeOnAnotherServerIsRefusedWithoutGtids() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition elsewhere = new BinlogPosition("binlog.000001", 4, "another", Gtids.NONE);

        assertThatThrownBy(() -> capture(fixture, elsewhere).close())
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED);
                    assertThat(e.problem().fix()).contains("ficus backfill purged --restart");
                });
    }

    /** The file and offset are right, and a server without GTIDs has nothing else. */
    @Test
    void placeWithoutGtidsIsGoneOnWithAndHasThemAtLatestFromTheNextFileOn() throws SQLException {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        try (Connection mysql = fixture.mysql().open()) {
            BinlogPosition now = MysqlPosition.current(mysql);
            fixture.mysql("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2)");
            try (MysqlCapture capture = capture(fixture, new BinlogPosition(now.file(), now.offset()))) {
                assertThat(CaptureProbe.next(capture).changes()).hasSize(1);
                BinlogPosition after =
                        (BinlogPosition) CaptureProbe.next(capture).position();
                assertThat(after.server()).isEqualTo(now.server());
                assertThat(after.gtids().contains(now.gtids())).isTrue();
                assertThat(MysqlPosition.current(mysql).gtids().contains(after.gtids()))
                        .isTrue();
                try (MysqlCapture byGtid = capture(fixture, BinlogPosition.parse(after.text()))) {
                    fixture.mysql("INSERT INTO t VALUES (3)");
                    assertThat(CaptureProbe.changes(List.of(CaptureProbe.next(byGtid))))
                            .containsExactly("insert t id=3");
                }
            }
        }
    }

    /** On a server of its own, because it is killed. */
    @Test
    void crashOfTheServerLosesNothingAndRepeatsNothing() throws SQLException {
        try (SandboxServer server = Sandbox.start(DatabaseKind.MYSQL, SandboxOptions.defaults(), Progress.SILENT)) {
            StranglerFixture own = new StranglerFixture(server.freshDatabase("legacy"), fixture.to());
            own.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
            BinlogPosition at;
            try (Connection mysql = own.mysql().open()) {
                at = MysqlPosition.current(mysql);
                own.mysql("INSERT INTO t VALUES (1)");
                try (MysqlCapture capture = capture(own, at)) {
                    at = (BinlogPosition) CaptureProbe.next(capture).position();
                    mysql.setAutoCommit(false);
                    mysql.createStatement().execute("INSERT INTO t VALUES (99)");
                    own.mysql("INSERT INTO t VALUES (2)");
                    server.kill();
                    mysql.abort(Runnable::run);
                    assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
                }
            }
            server.start();
            own.mysql("INSERT INTO t VALUES (3)");
            try (MysqlCapture capture = capture(own, at)) {
                assertThat(CaptureProbe.changes(List.of(CaptureProbe.next(capture), CaptureProbe.next(capture))))
                        .containsExactly("insert t id=2", "insert t id=3");
            }
        }
    }

    /** The server keeps a log as long as the connection of the capture before reads it. */
    private static void awaitPurged(StranglerFixture own, String old, String current) {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            assertThat(System.nanoTime()).as("purged " + old).isLessThan(patience);
            own.mysql("PURGE BINARY LOGS TO '" + current + "'");
        } while (own.mysqlRows("SHOW BINARY LOGS").stream().anyMatch(row -> row.startsWith(old)));
    }

    private static MysqlCapture capture(StranglerFixture own, BinlogPosition start) {
        return new MysqlCapture(
                own.mysql(), own.mysqlDatabase(), own.tables("t"), "purged", start, EchoRule.SKIP_MARKED);
    }

    private MysqlServer as(String user) {
        DatabaseSettings from = fixture.from();
        return new MysqlServer(new DatabaseSettings(
                from.name(), from.kind(), from.url(), Optional.of(user), Optional.of("poor-Pass1"), Optional.empty()));
    }
}
