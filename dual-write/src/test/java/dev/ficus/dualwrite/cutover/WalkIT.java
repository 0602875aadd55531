package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.cutover.CutoverReport.StepReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WalkIT {

    /** As if the process had been killed there: nothing catches it, and all connections close. */
    private static final class Killed extends Error {}

    @Test
    void everyAcceptedWriteSurvivesTheWholeWalkAndNoTwoSidesEverTakeWrites() throws SQLException {
        try (CutoverScene scene = CutoverScene.streaming()) {
            Set<String> accepted = walk(scene);

            assertThat(scene.verify().clean()).isTrue();
            assertThat(customers(scene.sides.openPostgres())).isEqualTo(accepted);
            assertThat(customers(scene.sides.openMysql())).isEqualTo(accepted);
            assertThat(scene.sides.postgresNumber("SELECT count(*) FROM purchase"))
                    .as("no row twice")
                    .isEqualTo(10 + accepted.size());
            assertThat(turns(scene))
                    .as("to PostgreSQL, back, and to PostgreSQL again")
                    .isEqualTo(3);
            assertRetires(scene);
        }
    }

    private static Set<String> walk(CutoverScene scene) {
        try (Writers writers = Writers.start(scene.sides)) {
            writers.await(Owner.MYSQL, 20);
            scene.toDualWrite();
            writers.await(Owner.POSTGRES, 20);
            assertThat(scene.rollback(Phase.MIRRORING).pauseMillis().orElseThrow())
                    .isBetween(1L, 5_000L);
            writers.await(Owner.MYSQL, 20);
            scene.toDualWrite();
            writers.await(Owner.POSTGRES, 20);
            assertThat(scene.run(Phase.POSTGRES).pauseMillis()).hasValue(0);
            writers.await(Owner.POSTGRES, 20);
            scene.rollback(Phase.DUAL_WRITE);
            writers.await(Owner.POSTGRES, 20);
            scene.run(Phase.POSTGRES);
            writers.close();
            assertThat(writers.routed()).isGreaterThan(50);
            return writers.accepted();
        }
    }

    private static void assertRetires(CutoverScene scene) {
        assertThatThrownBy(() -> Cutover.finish(scene.sides.strangler(), scene.domain(), CutoverOptions.defaults()))
                .isInstanceOf(FicusException.class)
                .hasMessageContaining("the name of the domain was not typed");

        Cutover.finish(
                scene.sides.strangler(),
                scene.domain(),
                CutoverOptions.defaults().confirmedBy(scene.domain()));

        assertThat(scene.state().phase()).isEqualTo(Phase.RETIRED);
        assertThat(scene.slots()).isZero();
        assertThat(scene.publications()).isZero();
        assertThat(scene.reverseCheckpoints()).isZero();
        assertThat(scene.writeMysql()).as("MySQL stays fenced").contains("ficus fence");
        assertThat(scene.writePostgres()).isEmpty();
    }

    /** The negative control of the walk: the probes do see it when both sides take writes. */
    @Test
    void withoutFencesTheSameProbesSeeBothSidesTakingWrites() throws SQLException {
        TestSides sides = TestSides.create();
        try (Writers writers = Writers.probes(sides)) {
            writers.await(Owner.MYSQL, 20);
            writers.await(Owner.POSTGRES, 20);
        }
        try (Connection mysql = sides.openMysql()) {
            for (String row : rows(mysql)) {
                sides.postgres("INSERT INTO purchase (id, customer, total, made) VALUES (1000000 + " + row + ")");
            }
        }
        assertThat(turns(sides)).isGreaterThan(3);
    }

    @Test
    void wayBackThatFailsOrIsKilledBeforeTheCommitIsUndone() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.toDualWrite();
            for (String point : List.of(
                    "opened",
                    "fenced",
                    "drained",
                    "counted",
                    "counters-moved",
                    "forward-position-read",
                    "committing")) {
                FicusException e = catchThrowableOfType(
                        FicusException.class,
                        () -> scene.rollback(Phase.MIRRORING, at(point, () -> {
                            throw new IllegalStateException("no");
                        })));
                assertThat(e.code()).as(point).isEqualTo(ErrorCode.CUTOVER_UNDONE);
                assertStillInDualWrite(scene, point);

                assertThatThrownBy(() -> scene.rollback(Phase.MIRRORING, at(point, () -> {
                            throw new Killed();
                        })))
                        .isInstanceOf(Killed.class);
                Recovery.recover(scene.sides.strangler(), scene.domain());
                assertStillInDualWrite(scene, point);
            }
        }
    }

    /** The stream itself looks once a second, and what was not sent in the last one would be lost with the way back. */
    @Test
    void wayBackDoesNotGoThroughWhereThePublicationWasChangedAMomentBefore() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.toDualWrite();
            String publication = "ALTER PUBLICATION ficus_" + scene.domain();

            FicusException e = catchThrowableOfType(
                    FicusException.class,
                    () -> scene.rollback(Phase.MIRRORING, at("opened", () -> {
                        scene.sides.postgres(publication + " DROP TABLE purchase");
                        scene.sides.postgres(CutoverScene.LIVELY);
                        scene.sides.postgres(publication + " ADD TABLE purchase");
                    })));

            assertThat(e.code()).isEqualTo(ErrorCode.CUTOVER_UNDONE);
            assertThat(scene.state().phase()).isEqualTo(Phase.DUAL_WRITE);
            assertThat(scene.writePostgres()).isEmpty();
        }
    }

    private static void assertStillInDualWrite(CutoverScene scene, String point) {
        assertThat(scene.state().phase()).as(point).isEqualTo(Phase.DUAL_WRITE);
        assertThat(scene.status().last().orElseThrow().state()).as(point).isEqualTo(JournalEntry.State.UNDONE);
        assertThat(scene.writeMysql()).as(point).contains("ficus fence");
        assertThat(scene.writePostgres()).as(point).isEmpty();
        assertThat(scene.slots()).as(point).isOne();
        assertThat(scene.verify().clean())
                .as(point + ", the reverse stream goes on")
                .isTrue();
    }

    @Test
    void wayBackThatIsKilledBehindTheCommitIsCarriedOn() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            for (String point : List.of("committed", "mysql-opened", "reverse-ended")) {
                scene.toDualWrite();
                assertThatThrownBy(() -> scene.rollback(Phase.MIRRORING, at(point, () -> {
                            throw new Killed();
                        })))
                        .isInstanceOf(Killed.class);

                Recovery.recover(scene.sides.strangler(), scene.domain());

                assertThat(scene.state().phase()).as(point).isEqualTo(Phase.MIRRORING);
                assertThat(scene.status().last().orElseThrow().state())
                        .as(point)
                        .isEqualTo(JournalEntry.State.FINISHED);
                assertThat(scene.mysqlTraces()).as(point).isEmpty();
                assertThat(scene.slots()).as(point).isZero();
                assertThat(scene.publications()).as(point).isZero();
                assertThat(scene.reverseCheckpoints()).as(point).isZero();
                assertThat(scene.writePostgres()).as(point).contains("ficus fence");
                assertThat(scene.writeMysql()).as(point).isEmpty();
                assertThat(scene.verify().clean()).as(point).isTrue();
            }
        }
    }

    @Test
    void bothSidesStayClosedBetweenTheCommitOfTheWayBackAndTheOpeningOfMysql() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.toDualWrite();

            CutoverReport report = scene.rollback(Phase.MIRRORING, at("committed", () -> {
                assertThat(scene.writeMysql()).contains("ficus fence");
                assertThat(scene.writePostgres()).contains("ficus fence");
            }));

            assertThat(report.steps())
                    .extracting(StepReport::name)
                    .containsExactly(
                            "fenced",
                            "drained",
                            "counted",
                            "counters-moved",
                            "forward-position-read",
                            "committed",
                            "mysql-opened",
                            "reverse-ended");
        }
    }

    @Test
    void newRowsOfMysqlGetKeysPastThoseThatPostgresMovedThere() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.toDualWrite();
            scene.sides.postgres("UPDATE purchase SET id = 5000 WHERE id = 10");

            scene.rollback(Phase.MIRRORING);

            assertThat(scene.writeMysql()).isEmpty();
            assertThat(scene.sides.mysqlNumber("SELECT max(id) FROM purchase")).isEqualTo(5001);
            assertThat(scene.verify().clean()).isTrue();
        }
    }

    private static Hook at(String point, Runnable action) {
        return reached -> {
            if (reached.equals("cutover." + point)) {
                action.run();
            }
        };
    }

    private static Set<String> customers(Connection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT customer FROM purchase WHERE customer <> 'c'")) {
            Set<String> customers = new HashSet<>();
            while (rows.next()) {
                customers.add(rows.getString(1));
            }
            return customers;
        }
    }

    private static Set<String> rows(Connection mysql) throws SQLException {
        Set<String> rows = new HashSet<>();
        try (Statement statement = mysql.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, customer, made FROM purchase")) {
            while (result.next()) {
                rows.add(result.getLong(1) + ", '" + result.getString(2) + "', 1.00, '" + result.getString(3) + "'");
            }
        }
        return rows;
    }

    private static long turns(CutoverScene scene) {
        return turns(scene.sides);
    }

    /** How often the side that takes writes changes, in the order of time. */
    private static long turns(TestSides sides) {
        return sides.postgresNumber("""
                SELECT count(*) FROM (
                  SELECT left(customer, 1) AS side, lag(left(customer, 1)) OVER (ORDER BY made) AS before
                  FROM purchase WHERE customer <> 'c') taken
                WHERE side <> before""");
    }
}
