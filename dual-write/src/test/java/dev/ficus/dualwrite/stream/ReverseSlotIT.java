package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReverseSlotIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("slot");
    private final ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain);

    @AfterEach
    void drop() {
        slot.drop();
    }

    @Test
    void createdSlotStartsWithTheFirstChangeAfterIt() throws SQLException {
        List<Table> tables = tables();
        fixture.postgres("INSERT INTO t VALUES (1)");
        var start = slot.create(tables);
        fixture.postgres("INSERT INTO t VALUES (2)");

        assertThat(slot.exists()).isTrue();
        try (PostgresCapture capture = new PostgresCapture(
                        fixture.postgres(), tables, domain, slot.name(), start, EchoRule.SKIP_MARKED);
                Connection connection = fixture.postgres().open()) {
            long beat = Beats.send(connection, domain);
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat)))
                    .containsExactly("insert t id=2");
        }
    }

    @Test
    void dropEndsTheConnectionThatReadsAndMayBeRepeated() throws SQLException {
        List<Table> tables = tables();
        var start = slot.create(tables);
        try (PostgresCapture capture = new PostgresCapture(
                        fixture.postgres(), tables, domain, slot.name(), start, EchoRule.SKIP_MARKED);
                Connection connection = fixture.postgres().open()) {
            CaptureProbe.upToBeat(capture, Beats.send(connection, domain));

            slot.drop();
            slot.drop();

            assertThat(slot.exists()).isFalse();
            assertThat(fixture.postgresRows("SELECT pubname FROM pg_publication"))
                    .isEmpty();
            assertThat(CaptureProbe.failure(capture).exception()).isNotNull();
        }
    }

    @Test
    void createRefusesASlotThatIsBeingRead() throws SQLException {
        List<Table> tables = tables();
        var start = slot.create(tables);
        try (PostgresCapture capture = new PostgresCapture(
                        fixture.postgres(), tables, domain, slot.name(), start, EchoRule.SKIP_MARKED);
                Connection connection = fixture.postgres().open()) {
            CaptureProbe.upToBeat(capture, Beats.send(connection, domain));

            assertThatThrownBy(() -> slot.create(tables))
                    .isInstanceOfSatisfying(
                            FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_HELD));
        }
    }

    @Test
    void createReplacesWhatAnUnfinishedAttemptLeft() {
        List<Table> tables = tables();
        slot.create(tables);

        slot.create(tables);

        assertThat(fixture.postgresRows(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + slot.name() + "'"))
                .containsExactly("1");
    }

    @Test
    void sameDomainOfAnotherDatabaseHasAnotherSlot() {
        StranglerFixture other = StranglerFixture.fresh();

        assertThat(new ReverseSlot(other.postgres(), domain).name())
                .isNotEqualTo(slot.name())
                .hasSizeLessThan(64);
    }

    @Test
    void tableThatDoesNotIdentifyItsRowsIsRefusedWithTheStatementThatHelps() {
        List<Table> tables = tables();
        fixture.postgres("ALTER TABLE t REPLICA IDENTITY NOTHING");

        assertThat(slot.problems(tables))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.fix()).isEqualTo("ALTER TABLE \"t\" REPLICA IDENTITY DEFAULT"));
        assertThatThrownBy(() -> slot.create(tables)).isInstanceOf(FicusException.class);
        assertThat(slot.exists()).as("nothing was created").isFalse();
    }

    @Test
    void tableWithoutKeyOnPostgresIsRefused() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        fixture.postgres("CREATE TABLE t (id INT)");

        assertThat(slot.problems(fixture.tables("t")))
                .extracting(Problem::code)
                .containsExactly(ErrorCode.TABLE_WITHOUT_KEY);
    }

    @Test
    void userWithoutReplicationIsToldThatARightIsMissing() {
        List<Table> tables = tables();
        String user = domain + "_poor";
        fixture.postgres(
                "CREATE USER " + user + " PASSWORD 'poor'",
                "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO " + user + "', current_database()); END $$",
                "ALTER TABLE t OWNER TO " + user,
                "GRANT USAGE ON SCHEMA public TO " + user,
                "GRANT USAGE ON SCHEMA ficus TO " + user,
                "ALTER TABLE ficus.checkpoint OWNER TO " + user,
                "ALTER TABLE ficus.beat OWNER TO " + user);
        DatabaseSettings to = fixture.to();
        PostgresServer poor = new PostgresServer(new DatabaseSettings(
                to.name(), to.kind(), to.url(), Optional.of(user), Optional.of("poor"), Optional.empty()));

        assertThatThrownBy(() -> new ReverseSlot(poor, domain).create(tables))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RIGHT_MISSING));
    }

    private List<Table> tables() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)");
        fixture.postgres("CREATE TABLE t (id INT PRIMARY KEY)");
        return fixture.tables("t");
    }
}
