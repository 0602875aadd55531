package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TRUNCATE in both directions, where the operator wants it applied, and where not. */
final class TruncateIT {
    private static final List<String> QUERIES =
            List.of("SELECT id, name FROM parent ORDER BY id", "SELECT id, parent FROM child ORDER BY id");

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain =
            new DomainSettings(StranglerFixture.domain("truncate"), List.of("parent", "child"));

    @BeforeEach
    void mirrorParentAndChild() {
        fixture.mysql(
                "CREATE TABLE parent (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) NOT NULL UNIQUE)",
                "CREATE TABLE child (id INT PRIMARY KEY, parent INT NOT NULL,"
                        + " CONSTRAINT child_parent FOREIGN KEY (parent) REFERENCES parent (id))",
                "INSERT INTO parent VALUES (1, 'ana'), (2, 'bo')",
                "INSERT INTO child VALUES (10, 1), (20, 2)");
        fixture.postgres(
                "CREATE TABLE parent (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE)",
                "CREATE TABLE child (id integer PRIMARY KEY, parent integer NOT NULL,"
                        + " CONSTRAINT child_parent FOREIGN KEY (parent) REFERENCES parent (id))");
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void dropSlot() {
        slot().drop();
    }

    @Test
    void truncateOfMysqlIsAppliedAtItsPlaceAmongTheChangesOfOneBatch() {
        fixture.mysql(
                "INSERT INTO parent VALUES (3, 'cy'), (4, 'di'), (5, 'ed'), (6, 'flo'), (7, 'gus'), (8, 'hal')",
                "INSERT INTO child VALUES (30, 3), (40, 4), (50, 5)",
                "TRUNCATE TABLE child",
                "INSERT INTO child VALUES (10, 8), (11, 7)",
                "UPDATE child SET parent = 6 WHERE id = 11",
                "DELETE FROM parent WHERE id = 1",
                "INSERT INTO parent VALUES (1, 'ana')");
        SyncReport report = sync(Truncates.APPLY, Hook.NONE);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes())
                .as("a TRUNCATE counts as one change")
                .isEqualTo(6 + 3 + 1 + 2 + 1 + 1 + 1);
        assertSidesEqual();
    }

    @Test
    void tableThatAForeignKeyPointsToIsEmptiedAsTheSourceDid() {
        fixture.mysql("SET foreign_key_checks = 0", "TRUNCATE parent", "INSERT INTO parent (name) VALUES ('first')");

        assertThat(sync(Truncates.APPLY, Hook.NONE).failure()).isEmpty();
        assertThat(fixture.postgresRows(QUERIES.get(0)))
                .as("the children stay, as on MySQL")
                .containsExactly("1|first");
        assertSidesEqual();
    }

    @Test
    void crashAtATruncateLosesNothingAndTheNextRunAppliesIt() {
        fixture.mysql("TRUNCATE child", "INSERT INTO child VALUES (11, 1)");
        Hook crash = point -> {
            if (point.equals("stream.written")) {
                throw new IllegalStateException("crashed here");
            }
        };
        assertThat(sync(Truncates.APPLY, crash).failure()).isPresent();
        assertThat(fixture.postgresRows(QUERIES.get(1)))
                .as("the rows went in the transaction of the checkpoint, which did not commit")
                .containsExactly("10|1", "20|2");

        assertThat(sync(Truncates.APPLY, Hook.NONE).failure()).isEmpty();
        assertSidesEqual();
    }

    @Test
    void truncateStopsTheStreamUnlessItIsAskedForAndSaysHow() {
        fixture.mysql("INSERT INTO parent VALUES (3, 'cy')", "TRUNCATE child");
        SyncReport stopped = sync(Truncates.STOP, Hook.NONE);

        assertThat(stopped.failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
            assertThat(e.problem().fix()).contains("ficus sync --on-truncate apply");
        });
        assertThat(fixture.postgresRows(QUERIES.get(0))).as("what came before").hasSize(3);
        assertThat(sync(Truncates.APPLY, Hook.NONE).failure()).isEmpty();
        assertSidesEqual();
    }

    @Test
    void goingOnBehindATruncateWithoutItLeavesRowsThatTheNextChangeFinds() throws SQLException {
        fixture.mysql("TRUNCATE child");
        assertThat(sync(Truncates.STOP, Hook.NONE).failure()).isPresent();
        try (Connection mysql = fixture.mysql().open()) {
            StructureStop behind = new StructureStop(forward(), MysqlPosition.current(mysql));
            assertThat(behind.pass(fixture.strangler(domain), domain, Safeties.ALL))
                    .isTrue();
        }
        fixture.mysql("INSERT INTO child VALUES (10, 2)");

        assertThat(sync(Truncates.STOP, Hook.NONE).failure())
                .as("negative control")
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DIVERGED));
    }

    @Test
    void truncateOfPostgresIsAppliedOnMysqlAtItsPlaceWithAllTablesThatItNames() throws SQLException {
        enterDualWrite();
        fixture.postgres(
                "BEGIN; INSERT INTO parent VALUES (3, 'cy'); INSERT INTO child VALUES (30, 3);"
                        + " TRUNCATE parent CASCADE; INSERT INTO parent VALUES (1, 'new'), (9, 'bo');"
                        + " INSERT INTO child VALUES (10, 9); COMMIT",
                "UPDATE parent SET name = 'newer' WHERE id = 1");

        assertThat(sync(Truncates.STOP, Hook.NONE).failure())
                .hasValueSatisfying(e -> assertThat(e.problem().fix()).contains("ficus sync --on-truncate apply"));
        assertThat(fixture.mysqlRows(QUERIES.get(0)))
                .as("nothing of the transaction")
                .hasSize(2);
        assertThat(sync(Truncates.APPLY, Hook.NONE).failure()).isEmpty();
        assertThat(fixture.mysqlRows(QUERIES.get(0))).containsExactly("1|newer", "9|bo");
        assertSidesEqual();
    }

    @Test
    void truncateThatTheForwardStreamAppliedIsNoChangeOfTheWayBack() throws SQLException {
        LogSequenceNumber start = slot().create(fixture.tables("parent", "child"));
        fixture.mysql("TRUNCATE child");
        assertThat(sync(Truncates.APPLY, Hook.NONE).failure()).isEmpty();
        enterDualWrite(start);
        SyncReport report = sync(Truncates.APPLY, Hook.NONE);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes()).isZero();
        assertThat(report.domains().get(0).echoes()).isEqualTo(2);
        assertSidesEqual();
    }

    private void enterDualWrite() throws SQLException {
        LogSequenceNumber start = slot().create(fixture.tables("parent", "child"));
        assertThat(sync(Truncates.STOP, Hook.NONE).failure()).isEmpty();
        enterDualWrite(start);
    }

    /** The bare change of phase, without the cutover's protocol, which has tests of its own. */
    private void enterDualWrite(LogSequenceNumber start) throws SQLException {
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            Checkpoints.remove(control.handle().getConnection(), domain.name(), Direction.FORWARD);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        fixture.postgres(
                "ALTER TABLE parent DISABLE TRIGGER ficus_fence", "ALTER TABLE child DISABLE TRIGGER ficus_fence");
    }

    private ReverseSlot slot() {
        return new ReverseSlot(fixture.postgres(), domain.name());
    }

    private Checkpoint forward() throws SQLException {
        try (Connection connection = fixture.postgres().open()) {
            return Checkpoints.read(connection, domain.name(), Direction.FORWARD)
                    .orElseThrow();
        }
    }

    private SyncReport sync(Truncates truncates, Hook hook) {
        return Sync.run(
                fixture.strangler(hook, domain),
                List.of(domain),
                new SyncOptions(true, false, truncates, status -> {}),
                name -> {});
    }

    private void assertSidesEqual() {
        for (String query : QUERIES) {
            assertThat(fixture.postgresRows(query)).as(query).isEqualTo(fixture.mysqlRows(query));
        }
    }
}
