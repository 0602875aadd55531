package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.cutover.CutoverPlan.PlannedStep;
import dev.ficus.dualwrite.cutover.CutoverReport.StepReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CutoverIT {
    private static final List<String> BEFORE_THE_COMMIT = List.of(
            "opened",
            "slot-created",
            "reserved",
            "fenced",
            "stop-position-read",
            "drained",
            "counted",
            "sequences-moved",
            "reverse-begun",
            "committing");

    /** As if the process had been killed there: nothing catches it, and all connections close. */
    private static final class Killed extends Error {}

    @Test
    void domainGoesToDualWriteAndOnlyPostgresTakesItsWrites() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            assertThat(scene.writeMysql()).isEmpty();
            scene.verify();

            CutoverReport report = scene.run(Phase.DUAL_WRITE);

            assertThat(report.epoch()).isEqualTo(3);
            assertThat(report.pauseMillis().orElseThrow()).isBetween(1L, 5_000L);
            assertThat(report.steps())
                    .extracting(StepReport::name)
                    .containsExactly(
                            "slot-created",
                            "reserved",
                            "fenced",
                            "stop-position-read",
                            "drained",
                            "counted",
                            "sequences-moved",
                            "reverse-begun",
                            "committed");
            assertThat(scene.writeMysql()).contains("is owned by postgres (epoch 3)");
            assertThat(scene.writePostgres())
                    .as("the sequence is past the copied keys")
                    .isEmpty();
            assertThat(scene.forwardCheckpoints()).isZero();
            assertThat(scene.reverseCheckpoints()).isOne();
            CutoverStatus status = scene.status();
            assertThat(status.state().phase()).isEqualTo(Phase.DUAL_WRITE);
            assertThat(status.fencedInMysql()).containsExactlyInAnyOrder("purchase", "line");
            assertThat(status.fencedInPostgres()).isEmpty();
            assertThat(status.slot()).isPresent();
            assertThat(status.last().orElseThrow().state()).isEqualTo(JournalEntry.State.FINISHED);
            assertThat(status.last().orElseThrow().pauseMillis()).isEqualTo(report.pauseMillis());
        }
    }

    @Test
    void failureBeforeTheCommitUndoesEverything() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            for (String point : BEFORE_THE_COMMIT) {
                FicusException e = catchThrowableOfType(
                        FicusException.class,
                        () -> scene.run(Phase.DUAL_WRITE, failing(point, new IllegalStateException("no"))));

                assertThat(e.problems())
                        .as(point)
                        .extracting(Problem::code)
                        .containsExactly(ErrorCode.CUTOVER_UNDONE, ErrorCode.INTERNAL);
                assertAllIsAsBefore(scene, point);
            }
        }
    }

    @Test
    void processThatIsKilledBeforeTheCommitIsUndoneByTheNextOne() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            for (String point : BEFORE_THE_COMMIT) {
                assertThatThrownBy(() -> scene.run(Phase.DUAL_WRITE, failing(point, new Killed())))
                        .as(point)
                        .isInstanceOf(Killed.class);

                Recovery.recover(scene.sides.strangler(), scene.domain());

                assertAllIsAsBefore(scene, point);
            }
        }
    }

    @Test
    void runningStreamUndoesACutoverWhoseProcessWasKilled() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            assertThatThrownBy(() -> scene.run(Phase.DUAL_WRITE, failing("drained", new Killed())))
                    .isInstanceOf(Killed.class);
            assertThat(scene.writeMysql()).contains("ficus fence");

            scene.awaitEndOfJournal();

            assertAllIsAsBefore(scene, "drained");
        }
    }

    @Test
    void processThatIsKilledBehindTheCommitIsCarriedOn() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            assertThatThrownBy(() -> scene.run(Phase.DUAL_WRITE, failing("committed", new Killed())))
                    .isInstanceOf(Killed.class);

            Recovery.recover(scene.sides.strangler(), scene.domain());

            assertThat(scene.state().phase()).isEqualTo(Phase.DUAL_WRITE);
            assertThat(scene.status().last().orElseThrow().state()).isEqualTo(JournalEntry.State.FINISHED);
            assertThat(scene.writeMysql()).contains("ficus fence");
            assertThat(scene.writePostgres()).isEmpty();
        }
    }

    @Test
    void failureBehindTheCommitIsCarriedOnAndReportedAsDone() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();

            CutoverReport report = scene.run(Phase.DUAL_WRITE, failing("committed", new IllegalStateException("no")));

            assertThat(report.to()).isEqualTo(Phase.DUAL_WRITE);
            assertThat(report.pauseMillis()).isEmpty();
            assertThat(scene.status().last().orElseThrow().state()).isEqualTo(JournalEntry.State.FINISHED);
        }
    }

    @Test
    void connectionThatBreaksAtTheCommitIsReadBackAndUndone() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            Hook hook = point -> {
                if (point.equals("cutover.committing")) {
                    scene.sides.postgres("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'ficus' AND state = 'idle in transaction'"
                            + " AND datname = current_database() AND query LIKE '%journal_step%'");
                }
            };

            FicusException e = catchThrowableOfType(FicusException.class, () -> scene.run(Phase.DUAL_WRITE, hook));

            assertThat(e.problems())
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.CUTOVER_UNDONE, ErrorCode.CONNECTION_LOST);
            assertAllIsAsBefore(scene, "");
        }
    }

    @Test
    void commitWhoseAnswerIsLostIsReadBackAndCarriedOn() throws IOException {
        try (CutoverScene scene = CutoverScene.streaming();
                ForgetfulProxy proxy = new ForgetfulProxy(
                        scene.sides.postgresAddress().getHost(),
                        scene.sides.postgresAddress().getPort())) {
            scene.verify();
            Hook hook = point -> {
                if (point.equals("cutover.committing")) {
                    proxy.arm();
                }
            };

            CutoverReport report = Cutover.run(
                    scene.sides.stranglerThrough(proxy.port(), hook),
                    scene.domain(),
                    Phase.DUAL_WRITE,
                    CutoverOptions.defaults());

            assertThat(proxy.forgot()).as("the answer was lost").isTrue();
            assertThat(report.pauseMillis()).as("nobody measured its end").isEmpty();
            assertThat(scene.state().phase()).isEqualTo(Phase.DUAL_WRITE);
            assertThat(scene.status().last().orElseThrow().state()).isEqualTo(JournalEntry.State.FINISHED);
            assertThat(scene.writeMysql()).contains("ficus fence");
            assertThat(scene.writePostgres()).isEmpty();
        }
    }

    @Test
    void recoveryLeavesALiveCutoverAlone() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            AtomicBoolean looked = new AtomicBoolean();
            Hook hook = point -> {
                if (point.equals("cutover.fenced")) {
                    Recovery.recover(scene.sides.strangler(), scene.domain());
                    assertThat(scene.mysqlTraces()).hasSize(2);
                    looked.set(true);
                }
            };

            scene.run(Phase.DUAL_WRITE, hook);

            assertThat(looked).isTrue();
        }
    }

    @Test
    void secondCutoverOfTheSameDomainIsRefused() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            List<ErrorCode> codes = new ArrayList<>();
            Hook hook = point -> {
                if (point.equals("cutover.fenced")) {
                    codes.add(catchThrowableOfType(FicusException.class, () -> scene.run(Phase.DUAL_WRITE))
                            .code());
                }
            };

            scene.run(Phase.DUAL_WRITE, hook);

            assertThat(codes).containsExactly(ErrorCode.LOCK_HELD);
        }
    }

    @Test
    void ctrlCBeforeTheCommitUndoesEverything() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            AtomicBoolean stop = new AtomicBoolean();
            Hook hook = point -> stop.compareAndSet(false, point.equals("cutover.fenced"));

            FicusException e = catchThrowableOfType(
                    FicusException.class,
                    () -> Cutover.run(
                            scene.sides.strangler(hook, stop::get),
                            scene.domain(),
                            Phase.DUAL_WRITE,
                            CutoverOptions.defaults()));

            assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(e.problem().what()).contains("was undone");
            assertAllIsAsBefore(scene, "");
        }
    }

    @Test
    void writeOfATransactionThatIsOpenWhenTheFenceComesIsKept() throws SQLException {
        try (CutoverScene scene = CutoverScene.streaming();
                Connection application = scene.sides.openMysql()) {
            scene.verify();
            Hook hook = point -> {
                if (point.equals("cutover.reserved")) {
                    begin(application);
                    Thread commits = new Thread(() -> commitOnceTheFenceWaits(scene, application));
                    commits.start();
                }
            };

            scene.run(Phase.DUAL_WRITE, hook);

            assertThat(scene.sides.postgresNumber("SELECT count(*) FROM purchase WHERE customer = 'late'"))
                    .as("committed while the fence waited, and drained")
                    .isOne();
        }
    }

    @Test
    void transactionThatDoesNotEndMakesTheFenceGiveUpAndKeepsItsWrite() throws SQLException {
        try (CutoverScene scene = CutoverScene.streaming();
                Connection application = scene.sides.openMysql()) {
            scene.verify();
            CutoverOptions hasty = new CutoverOptions(
                    Duration.ofHours(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Optional.empty());
            Hook hook = point -> {
                if (point.equals("cutover.reserved")) {
                    begin(application);
                }
            };

            FicusException e = catchThrowableOfType(
                    FicusException.class,
                    () -> Cutover.run(scene.sides.strangler(hook), scene.domain(), Phase.DUAL_WRITE, hasty));

            assertThat(e.problems())
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.CUTOVER_UNDONE, ErrorCode.TIMED_OUT);
            application.commit();
            assertAllIsAsBefore(scene, "");
            assertThat(scene.sides.mysqlNumber("SELECT count(*) FROM purchase WHERE customer = 'late'"))
                    .isOne();
        }
    }

    @Test
    void allGatesAreReportedAtOnce() throws SQLException {
        try (CutoverScene scene = CutoverScene.mirroring();
                Connection application = scene.sides.openMysql()) {
            begin(application);
            scene.sides.postgres(
                    "ALTER TABLE line DROP COLUMN product", "UPDATE ficus.backfill SET state = 'replaying'");
            CutoverOptions strict = new CutoverOptions(
                    Duration.ofHours(1),
                    Duration.ofMillis(300),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Optional.empty());

            FicusException e = catchThrowableOfType(
                    FicusException.class,
                    () -> Cutover.run(scene.sides.strangler(), scene.domain(), Phase.DUAL_WRITE, strict));

            assertThat(e.problems()).extracting(Problem::code).containsOnly(ErrorCode.GATE_REFUSED);
            assertThat(e.problems())
                    .extracting(Problem::what)
                    .satisfiesExactly(
                            what -> assertThat(what).contains("the copy in PostgreSQL is not complete (replaying)"),
                            what -> assertThat(what).contains("was not verified in this phase"),
                            what -> assertThat(what).contains("the stream has applied nothing"),
                            what -> assertThat(what).contains("product"),
                            what -> assertThat(what).contains("transactions on MySQL are open"));
            application.rollback();
            assertThat(scene.sides.postgresNumber("SELECT count(*) FROM ficus.journal"))
                    .as("nothing was begun")
                    .isZero();
        }
    }

    @Test
    void verificationThatFoundDifferencesOrIsOldRefuses() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.verify();
            scene.sides.postgres("UPDATE ficus.verification SET finished_at = now() - interval '2 hours'");
            assertThat(refusal(scene)).contains("which is more than 3600 s");

            scene.sides.postgres("UPDATE ficus.verification SET finished_at = now(), differences = 3");
            assertThat(refusal(scene)).contains("found 3 differences and 0 unsettled rows");
        }
    }

    private static String refusal(CutoverScene scene) {
        FicusException e = catchThrowableOfType(FicusException.class, () -> scene.run(Phase.DUAL_WRITE));
        assertThat(e.problems()).hasSize(1);
        assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED);
        return e.problem().what();
    }

    @Test
    void phasesThatAreNoNeighboursAreRefusedWithTheWay() {
        try (CutoverScene scene = CutoverScene.mirroring()) {
            assertThat(unreachable(scene, () -> scene.run(Phase.POSTGRES)))
                    .isEqualTo("the way is: ficus cutover run " + scene.domain()
                            + " --to dual-write, then ficus cutover" + " run " + scene.domain() + " --to postgres");
            assertThat(unreachable(scene, () -> scene.run(Phase.LEGACY)))
                    .isEqualTo("the way is: ficus cutover rollback " + scene.domain() + " --to legacy");
            assertThat(unreachable(scene, () -> scene.run(Phase.MIRRORING))).contains("ficus cutover status");
            assertThat(unreachable(
                            scene,
                            () -> Cutover.finish(scene.sides.strangler(), scene.domain(), CutoverOptions.defaults())))
                    .endsWith("then ficus cutover finish " + scene.domain() + " --confirm " + scene.domain());
            scene.sides.phase(Phase.LEGACY, 1);
            assertThat(unreachable(scene, () -> scene.run(Phase.DUAL_WRITE)))
                    .startsWith("the way is: ficus backfill " + scene.domain() + ", then");
            scene.sides.phase(Phase.RETIRED, 9);
            assertThat(unreachable(scene, () -> scene.rollback(Phase.MIRRORING)))
                    .contains("no way back");
        }
    }

    private static String unreachable(CutoverScene scene, Runnable attempt) {
        FicusException e = catchThrowableOfType(FicusException.class, attempt::run);
        assertThat(e.code()).isEqualTo(ErrorCode.PHASE_UNREACHABLE);
        return e.problem().fix();
    }

    @Test
    void planShowsStepsAndGatesAndBeginsNothing() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            CutoverPlan plan =
                    Cutover.plan(scene.sides.strangler(), scene.domain(), Phase.DUAL_WRITE, CutoverOptions.defaults());

            assertThat(plan.open()).as("not verified yet").isFalse();
            assertThat(plan.gates()).hasSize(10);
            assertThat(plan.steps().stream().filter(PlannedStep::paused).map(PlannedStep::name))
                    .containsExactly(
                            "fenced",
                            "stop-position-read",
                            "drained",
                            "counted",
                            "sequences-moved",
                            "reverse-begun",
                            "committed");
            assertThat(scene.slots()).isZero();
            assertThat(scene.mysqlTraces()).isEmpty();
            assertThat(scene.sides.postgresNumber("SELECT count(*) FROM ficus.journal"))
                    .isZero();
        }
    }

    @Test
    void rollbackToLegacyStopsTrackingAndForgetsTheBackfill() {
        try (CutoverScene scene = CutoverScene.streaming()) {
            scene.rollback(Phase.LEGACY);

            assertThat(scene.state().phase()).isEqualTo(Phase.LEGACY);
            assertThat(scene.forwardCheckpoints()).isZero();
            assertThat(scene.sides.postgresNumber("SELECT count(*) FROM ficus.backfill"))
                    .isZero();
            assertThat(scene.writePostgres()).as("the copy stays fenced").contains("ficus fence");
            assertThat(scene.writeMysql()).isEmpty();
        }
    }

    private static Hook failing(String point, RuntimeException failure) {
        return at -> {
            if (at.equals("cutover." + point)) {
                throw failure;
            }
        };
    }

    private static Hook failing(String point, Error failure) {
        return at -> {
            if (at.equals("cutover." + point)) {
                throw failure;
            }
        };
    }

    /** MySQL owns the domain, PostgreSQL is fenced, and nothing of the attempt is left. */
    private static void assertAllIsAsBefore(CutoverScene scene, String point) {
        assertThat(scene.state().phase()).as(point).isEqualTo(Phase.MIRRORING);
        assertThat(scene.state().epoch()).as(point).isEqualTo(2);
        assertThat(scene.mysqlTraces()).as("triggers, " + point).isEmpty();
        assertThat(scene.slots()).as("slots, " + point).isZero();
        assertThat(scene.publications()).as("publications, " + point).isZero();
        assertThat(scene.reverseCheckpoints())
                .as("reverse checkpoints, " + point)
                .isZero();
        assertThat(scene.forwardCheckpoints())
                .as("forward checkpoints, " + point)
                .isOne();
        assertThat(scene.status().last().orElseThrow().state()).as(point).isEqualTo(JournalEntry.State.UNDONE);
        assertThat(scene.writePostgres()).as(point).contains("ficus fence");
        assertThat(scene.writeMysql()).as(point).isEmpty();
        assertThat(scene.verify().clean())
                .as("the forward stream goes on, " + point)
                .isTrue();
    }

    private static void begin(Connection application) {
        try {
            application.setAutoCommit(false);
            TestSides.execute(
                    application, "INSERT INTO purchase (customer, total, made) VALUES ('late', 1, '2024-01-01')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void commitOnceTheFenceWaits(CutoverScene scene, Connection application) {
        try {
            awaitFenceWaiting(scene);
            application.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitFenceWaiting(CutoverScene scene) {
        while (scene.sides.mysqlNumber("SELECT count(*) FROM information_schema.processlist"
                        + " WHERE db = database() AND info LIKE 'CREATE TRIGGER%' AND state LIKE '%metadata lock%'")
                == 0) {
            Thread.onSpinWait();
        }
    }
}
