package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that lose their log, on a server of its own that forgets quickly; and transactions of two phases. */
final class SlotCheckIT {
    private static SandboxServer server;

    private final StranglerFixture fixture = StranglerFixture.on(
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy"), server.freshDatabase("primary"));
    private final String domain = StranglerFixture.domain("slot");
    private final ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain);
    private List<Table> tables = List.of();
    private LogSequenceNumber start = new LogSequenceNumber(0);

    @BeforeAll
    static void startForgetfulServer() {
        SandboxOptions options = SandboxOptions.defaults()
                .with("max_slot_wal_keep_size", "1MB")
                .with("max_prepared_transactions", "5")
                .with("wal_sender_timeout", "2s");
        server = Sandbox.start(DatabaseKind.POSTGRES, options, Progress.SILENT);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createSlot() {
        fixture.register(domain, "t");
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        fixture.postgres("CREATE TABLE t (id INT PRIMARY KEY)");
        tables = fixture.tables("t");
        start = slot.create(tables);
    }

    @AfterEach
    void dropSlot() {
        slot.drop();
    }

    @Test
    void slotWhoseLogWasRemovedIsRefusedWithTheSettingAndTheWayOut() {
        for (int i = 0; i < 4; i++) {
            fixture.postgres("INSERT INTO t VALUES (" + i + ")", "SELECT pg_switch_wal()");
        }
        fixture.postgres("CHECKPOINT");

        refused("invalidated the replication slot", "max_slot_wal_keep_size");
    }

    @Test
    void slotThatIsGoneIsRefused() {
        slot.drop();

        refused("it has no replication slot of this name");
    }

    @Test
    void slotThatWasMadeAnewIsRefusedAndNotReadFromItsLaterBegin() {
        fixture.postgres("INSERT INTO t VALUES (1)");
        slot.drop();
        slot.create(tables);

        refused("behind the checkpoint: it was made anew");
    }

    @Test
    void serverThatIsBehindTheCheckpointIsRefused() {
        start = new LogSequenceNumber(start.value() + (1L << 40));

        refused("before the checkpoint: it was restored to an earlier state");
    }

    @Test
    void tableThatWasTakenOutOfThePublicationIsNoticed() {
        fixture.postgres("ALTER PUBLICATION " + ReverseSlot.publication(domain) + " DROP TABLE t");
        refused("does not send all of table \"t\"");

        fixture.postgres("ALTER PUBLICATION " + ReverseSlot.publication(domain) + " ADD TABLE t");
        fixture.postgres("ALTER PUBLICATION " + ReverseSlot.publication(domain) + " SET (publish = 'insert')");
        refused("the publication was dropped or changed");
        fixture.postgres("DROP PUBLICATION " + ReverseSlot.publication(domain));
        refused("the publication was dropped or changed");
    }

    @Test
    void publicationThatWasChangedAndChangedBackIsNoticedUntilItIsTakenAsItIs() throws SQLException {
        String publication = ReverseSlot.publication(domain);
        try (PostgresCapture capture = capture()) {
            CaptureProbe.upToBeat(capture, beat());
        }
        fixture.postgres("ALTER PUBLICATION " + publication + " DROP TABLE t", "INSERT INTO t VALUES (1)");
        fixture.postgres("ALTER PUBLICATION " + publication + " ADD TABLE t", "INSERT INTO t VALUES (2)");
        refused("the publication was dropped or changed since Ficus made it", "what was missed does not come again");
        fixture.postgres(
                "COMMENT ON PUBLICATION " + publication + " IS NULL",
                "ALTER PUBLICATION " + publication + " SET (publish = 'insert')",
                "ALTER PUBLICATION " + publication + " SET (publish = 'insert, update, delete, truncate')");
        try (PostgresCapture capture = capture()) {
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat())))
                    .as("what was written while the table was not published is lost")
                    .containsExactly("insert t id=2");
        }
        fixture.postgres(
                "ALTER PUBLICATION " + publication + " SET (publish = 'insert')",
                "ALTER PUBLICATION " + publication + " SET (publish = 'insert, update, delete, truncate')");
        refused("the publication was dropped or changed since Ficus made it");
    }

    @Test
    void rowsThatWereLoggedWithoutTheirKeyAreRefused() {
        fixture.mysql("ALTER TABLE t ADD COLUMN other INT NOT NULL");
        fixture.postgres(
                "ALTER TABLE t ADD COLUMN other INT NOT NULL",
                "CREATE UNIQUE INDEX by_other ON t (other)",
                "INSERT INTO t VALUES (1, 1)",
                "ALTER TABLE t REPLICA IDENTITY USING INDEX by_other",
                "UPDATE t SET id = 2",
                "ALTER TABLE t REPLICA IDENTITY DEFAULT");
        tables = fixture.tables("t");

        try (PostgresCapture capture = capture()) {
            assertThat(CaptureProbe.changes(List.of(CaptureProbe.next(capture))))
                    .containsExactly("insert t id=1,other=1");
            assertRefuses(capture, "table t were logged without its primary key");
        }
    }

    @Test
    void tableThatNoLongerSendsItsKeyIsNoticed() {
        fixture.postgres("ALTER TABLE t REPLICA IDENTITY NOTHING");
        refused("does not send its primary key");
    }

    @Test
    void preparedTransactionArrivesAtItsCommitAndNotBefore() throws SQLException {
        try (PostgresCapture capture = capture()) {
            fixture.postgres("BEGIN", "INSERT INTO t VALUES (1)", "PREPARE TRANSACTION '" + domain + "'");
            fixture.postgres("BEGIN", "INSERT INTO t VALUES (2)", "PREPARE TRANSACTION '" + domain + "2'");
            fixture.postgres("INSERT INTO t VALUES (3)", "COMMIT PREPARED '" + domain + "'");
            fixture.postgres("ROLLBACK PREPARED '" + domain + "2'");

            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat())))
                    .containsExactly("insert t id=3", "insert t id=1");
        }
    }

    @Test
    void idleStreamOutlivesTheTimeoutOfTheServer() throws SQLException {
        try (PostgresCapture capture = capture()) {
            assertThat(capture.poll(Duration.ofSeconds(5)))
                    .as("more than twice the timeout")
                    .isEmpty();
            fixture.postgres("INSERT INTO t VALUES (1)");
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat())))
                    .containsExactly("insert t id=1");
        }
    }

    @Test
    void streamThatWaitsForRoomOutlivesTheTimeoutOfTheServer() throws SQLException {
        SpillSpace space = Spills.inTemporary(1 << 20);
        try (PostgresCapture capture = new PostgresCapture(
                fixture.postgres(), tables, domain, slot.name(), start, CaptureRules.DEFAULT, 1, space)) {
            fixture.postgres("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)");
            long beat = beat();
            String alive = "SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot.name() + "'";
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < end) {
                fixture.postgres("SELECT pg_sleep(0.2)");
            }
            assertThat(fixture.postgresRows(alive)).containsExactly("t");
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat)))
                    .hasSize(3);
        }
    }

    private void refused(String... words) {
        try (PostgresCapture capture = capture()) {
            assertRefuses(capture, words);
        }
    }

    private static void assertRefuses(PostgresCapture capture, String... words) {
        assertThatThrownBy(() -> CaptureProbe.next(capture)).isInstanceOfSatisfying(FicusException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
            assertThat(e.problem().what()).contains(words);
            assertThat(e.problem().fix()).contains("ficus ");
        });
    }

    private PostgresCapture capture() {
        return new PostgresCapture(fixture.postgres(), tables, domain, slot.name(), start, EchoRule.SKIP_MARKED);
    }

    private long beat() throws SQLException {
        try (Connection connection = fixture.postgres().open()) {
            return Beats.send(connection, domain);
        }
    }
}
