package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StreamSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The place behind an ALTER, also by its GTID; and what happens to a stream that does not stop there. */
final class StructureStopIT {
    private static final String REPLACED = "ALTER TABLE t DROP COLUMN amount, ADD COLUMN weight INT";
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final String domain = StranglerFixture.domain("alter");

    /** The position names another server, as after a failover, so reading begins by GTID alone. */
    @Test
    void placeBehindAnAlterHoldsItsGtidSoThatAReplicaGoesOnBehindItToo() throws SQLException {
        SandboxOptions replicaToBe = SandboxOptions.defaults().with("loose-log-slave-updates", "ON");
        try (SandboxServer server = Sandbox.start(DatabaseKind.MYSQL, replicaToBe, Progress.SILENT)) {
            placeHoldsGtid(on(server));
        }
    }

    private void placeHoldsGtid(StranglerFixture fixture) throws SQLException {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        try (Connection mysql = fixture.mysql().open()) {
            BinlogPosition before = MysqlPosition.current(mysql);
            assertThat(before.gtids().known()).as("the server has GTIDs").isTrue();
            fixture.mysql("ALTER TABLE t ADD COLUMN note INT");
            BinlogPosition behind = behindAlter(fixture, before);

            assertThat(behind.gtids().contains(MysqlPosition.current(mysql).gtids()))
                    .as("the ALTER counts as read: %s", behind.text())
                    .isTrue();
            fixture.mysql("INSERT INTO t VALUES (1, 2)");
            long beat = Beats.send(mysql, domain);
            try (MysqlCapture capture = capture(fixture, elsewhere(behind))) {
                assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat)))
                        .containsExactly("insert t id=1,note=2");
            }
            try (MysqlCapture capture = capture(fixture, elsewhere(before))) {
                assertThat(CaptureProbe.failure(capture).code())
                        .as("negative control: without that GTID the ALTER comes again")
                        .isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
            }
        }
    }

    @Test
    void streamStopsBeforeRowsThatWouldGoIntoAnotherColumn() {
        assertThatThrownBy(() -> copyOfARowBehindAnAlterThatItsImageDoesNotShow(Safeties.ALL))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL));
    }

    @Test
    void withoutTheStopAtAnAlterValuesGoIntoAnotherColumn() {
        assertThat(copyOfARowBehindAnAlterThatItsImageDoesNotShow(Safeties.ALL.withoutStopAtAlter()))
                .as("negative control: the new column's value in the column that is gone")
                .containsExactly("1|10", "2|777");
    }

    /** With MINIMAL the log has no names of columns, so only the statement shows that one took the place of another. */
    private List<String> copyOfARowBehindAnAlterThatItsImageDoesNotShow(Safeties safeties) {
        return minimal(safeties, List.of(), List.of(REPLACED, "INSERT INTO t VALUES (2, 777)"));
    }

    @Test
    void rowFromBeforeAChangeThatTheCatalogShowsAlreadyIsRefused() {
        assertThatThrownBy(() -> copyOfARowFromBeforeAChange(Safeties.ALL))
                .isInstanceOfSatisfying(
                        FicusException.class,
                        e -> assertThat(e.getMessage())
                                .contains("was changed further on in the log", "binlog_row_metadata"));
    }

    @Test
    void withoutTheLookAheadItsValueGoesIntoTheNewColumn() {
        assertThat(copyOfARowFromBeforeAChange(Safeties.ALL.withoutStopAtAlter()))
                .as("negative control: the old column's value in the new one")
                .containsExactly("1|~", "2|777");
    }

    /** Nothing runs while the row is written and the column replaced, so the catalog is younger than the row. */
    private List<String> copyOfARowFromBeforeAChange(Safeties safeties) {
        return afterMinimal(safeties, "INSERT INTO t VALUES (2, 777)", REPLACED);
    }

    @Test
    void rowsBehindTheChangeAreNotRefused() {
        assertThatThrownBy(() -> afterMinimal(Safeties.ALL, REPLACED, "INSERT INTO t VALUES (2, 777)"))
                .as("it stands before the statement itself, which may be passed")
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL));
    }

    @Test
    void rowsBeforeAnIndexAndBeforeChangesOfOtherTablesAreRead() {
        assertThat(afterMinimal(
                        Safeties.ALL,
                        "INSERT INTO t VALUES (2, 777)",
                        "CREATE TABLE other (id INT PRIMARY KEY)",
                        "ALTER TABLE other ADD COLUMN n INT",
                        "ALTER TABLE t ADD INDEX (amount)"))
                .containsExactly("1|10", "2|777");
    }

    /** What a stream makes of statements that ran on MySQL, and a change that PostgreSQL followed, before it began. */
    private List<String> afterMinimal(Safeties safeties, String... before) {
        return minimal(safeties, List.of(before), List.of());
    }

    private List<String> minimal(Safeties safeties, List<String> before, List<String> meanwhile) {
        SandboxOptions minimal = SandboxOptions.defaults().with("binlog_row_metadata", "MINIMAL");
        try (SandboxServer mysql = Sandbox.start(DatabaseKind.MYSQL, minimal, Progress.SILENT)) {
            StranglerFixture fixture = on(mysql);
            DomainSettings settings = new DomainSettings(domain, List.of("t"));
            fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, amount INT)", "INSERT INTO t VALUES (1, 10)");
            fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, amount integer)");
            Backfill.run(fixture.strangler(settings), domain, BackfillOptions.DEFAULT);
            fixture.mysql(before.toArray(String[]::new));
            if (before.contains(REPLACED)) {
                fixture.postgres("ALTER TABLE t DROP COLUMN amount, ADD COLUMN weight integer");
            }
            try (StreamSession session = StreamSession.open(
                            fixture.strangler(settings),
                            settings,
                            fixture.tables("t"),
                            Direction.FORWARD,
                            Truncates.STOP,
                            safeties)
                    .orElseThrow()) {
                fixture.mysql(meanwhile.toArray(String[]::new));
                long end = System.nanoTime() + WAIT.toNanos();
                while (session.checkpoint().changes() == 0 && System.nanoTime() < end) {
                    session.step(WAIT);
                }
            }
            return fixture.postgresRows("SELECT * FROM t ORDER BY id");
        }
    }

    private static StranglerFixture on(SandboxServer mysql) {
        return StranglerFixture.on(
                mysql.freshDatabase("legacy"),
                SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
    }

    private BinlogPosition behindAlter(StranglerFixture fixture, BinlogPosition from) {
        try (MysqlCapture capture = capture(fixture, from)) {
            assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
            return (BinlogPosition) capture.behindStatement().orElseThrow();
        }
    }

    private static BinlogPosition elsewhere(BinlogPosition place) {
        return new BinlogPosition(place.file(), place.offset(), "another server", place.gtids());
    }

    private MysqlCapture capture(StranglerFixture fixture, BinlogPosition start) {
        return new MysqlCapture(
                fixture.mysql(),
                fixture.mysqlDatabase(),
                fixture.tables("t"),
                domain,
                start,
                CaptureRules.DEFAULT,
                StreamSettings.DEFAULT);
    }
}
