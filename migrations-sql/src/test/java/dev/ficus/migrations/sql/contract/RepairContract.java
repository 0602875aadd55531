package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The ways out of a history that is not as it should be, each for the state that it is meant for and no other. */
public abstract class RepairContract extends SqlFixture {
    private static final Duration PATIENT = Duration.ofSeconds(60);

    /** The text of a plain file whose statements commit one by one. */
    protected abstract String journaled(String statements);

    @Test
    void editedChangeIsRecordedAsItIsNow() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);\n-- about a\n");
        up();
        HistoryEntry before = entry();
        write("V1__a.sql", "CREATE TABLE a (id int, t int);\n-- about a\n");
        assertThat(with(MigrationHistory::validate).get(0).problem())
                .isEqualTo(
                        new Problem(
                                ErrorCode.CHECKSUM_MISMATCH,
                                "change V1__a was edited after it ran: line 1 was \"CREATE TABLE a (id int);\" and is"
                                        + " \"CREATE TABLE a (id int, t int);\"",
                                "migrations/V1__a.sql (database primary)",
                                "restore the file as it ran (SHA-256 "
                                        + before.checksum().orElseThrow()
                                        + "), or put the new statements into a new change file; or, if the file says what the"
                                        + " database has, record the edit with: ficus migrate repair --db primary --change V1__a"));
        assertThat(repair("V1__a", Action.RECORD_EDIT))
                .isEqualTo(new RepairReport(
                        "V1__a", "V1__a.sql", Action.RECORD_EDIT, Optional.of(ChangeState.APPLIED), 0));
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(entry().checksum()).isNotEqualTo(before.checksum());
        assertThat(entry().ranAt()).as("it did not run again").isEqualTo(before.ranAt());
        assertThat(entry().millis()).isEqualTo(before.millis());
    }

    @Test
    void editOfAChangeThatLiquibaseAloneRecordedIsRecorded() throws Exception {
        write("changelog.sql", "--liquibase formatted sql\n--changeset ana:a\nCREATE TABLE a (id int);\n");
        LiquibaseItself.update(database(), directory(), "changelog.sql");
        write("changelog.sql", "--liquibase formatted sql\n--changeset ana:a\nCREATE TABLE a (id bigint);\n");
        assertThat(with(MigrationHistory::validate).get(0).problem().fix())
                .endsWith("ficus migrate repair --db primary --change changelog.sql::a");
        repair("changelog.sql::a", Action.RECORD_EDIT);
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(entry().toolVersion()).get().asString().startsWith("Liquibase 4.33");
        LiquibaseItself.update(database(), directory(), "changelog.sql");
        assertThat(column("SELECT COUNT(*) FROM DATABASECHANGELOG"))
                .as("Liquibase holds it applied and not edited")
                .containsExactly("1");
    }

    @Test
    void missingChangeIsForgotten() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        write("V2__b.sql", "CREATE TABLE b (id int);");
        up();
        Files.delete(directory().resolve("V2__b.sql"));
        FicusException refused =
                refused(ErrorCode.CHANGE_MISSING, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
        assertThat(refused.problem().fix()).endsWith("ficus migrate repair --db primary --change V2__b --forget");
        assertThat(repair("V2__b", Action.FORGET).state()).isEmpty();
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(with(MigrationHistory::history)).hasSize(1);
        assertThat(column("SELECT file FROM ficus_change")).containsExactly("V1__a.sql");
        assertThat(column("SELECT COUNT(*) FROM b")).as("what it did stays").containsExactly("0");
    }

    @Test
    void halfAppliedChangeGoesOnAtTheStatementThatFailedOnceTheFileIsCorrected() throws Exception {
        halfApplied();
        assertThat(with(MigrationHistory::validate))
                .extracting(HistoryProblem::problem)
                .allSatisfy(problem -> {
                    assertThat(problem.what())
                            .startsWith("change V1__three is half applied: 1 of 3 statements ran, statement 2 failed: ")
                            .endsWith(": CREATE TABLE a (id int)");
                    assertThat(problem.fix())
                            .isEqualTo("correct what made it fail, then go on with: ficus migrate repair --db primary"
                                    + " --change V1__three --resume; or, after you have run the rest by hand: ficus migrate"
                                    + " repair --db primary --change V1__three --mark-applied; or, after you have undone"
                                    + " what ran by hand: ficus migrate repair --db primary --change V1__three"
                                    + " --mark-rolled-back");
                });
        write(
                "V1__three.sql",
                journaled(
                        "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nINSERT INTO b VALUES (1);\nINSERT INTO b VALUES (2);"));
        assertThat(repair("V1__three", Action.RESUME))
                .isEqualTo(new RepairReport(
                        "V1__three", "V1__three.sql", Action.RESUME, Optional.of(ChangeState.APPLIED), 3));
        assertThat(column("SELECT id FROM b ORDER BY id")).containsExactly("1", "2");
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(column("SELECT COUNT(*) FROM ficus_statement")).containsExactly("0");
        assertThat(up().applied()).isEmpty();
    }

    @Test
    void resumeIsRefusedWhereAStatementThatRanWasEdited() throws Exception {
        halfApplied();
        write("V1__three.sql", journaled("CREATE TABLE a (id bigint);\nCREATE TABLE b (id int);"));
        FicusException refused = refused(ErrorCode.REPAIR_REFUSED, resume(OptionalInt.empty()));
        assertThat(refused.problem().what())
                .startsWith("statement 1 of change V1__three ran, and the file has been edited there: ")
                .endsWith(": CREATE TABLE a (id int); the file now has: CREATE TABLE a (id bigint)");
        assertThat(states()).containsExactly(ChangeState.HALF_APPLIED);
        assertThat(tables("b")).as("nothing ran").isEmpty();
    }

    @Test
    void resumeThatFailsAgainLeavesTheChangeHalfApplied() throws Exception {
        halfApplied();
        write(
                "V1__three.sql",
                journaled(
                        "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);"));
        FicusException failed = refused(ErrorCode.CHANGE_FAILED, resume(OptionalInt.empty()));
        assertThat(failed.problem().what())
                .startsWith("change V1__three failed at statement 3 of 4: ")
                .contains("2 of 4 statements ran, statement 3 failed");
        write(
                "V1__three.sql",
                journaled("CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);"));
        assertThat(repair("V1__three", Action.RESUME).statements()).isOne();
        assertThat(states()).containsExactly(ChangeState.APPLIED);
    }

    @Test
    void resumeGoesOnAtNoStatementThatRanAndAtNoneFurtherOn() throws Exception {
        halfApplied();
        for (int from : new int[] {1, 4}) {
            assertThat(refused(ErrorCode.REPAIR_REFUSED, resume(OptionalInt.of(from)))
                            .problem()
                            .fix())
                    .startsWith("go on at statement 2 or 3, such as: ");
        }
        assertThat(with(resume(OptionalInt.of(3))).statements())
                .as("the user has done the second by hand")
                .isOne();
        assertThat(column("SELECT COUNT(*) FROM a")).containsExactly("1");
        assertThat(states()).containsExactly(ChangeState.APPLIED);
    }

    @Test
    void halfAppliedChangeIsMarkedAsAppliedOrAsRolledBack() throws Exception {
        halfApplied();
        assertThat(repair("V1__three", Action.MARK_ROLLED_BACK).state()).contains(ChangeState.PENDING);
        assertThat(with(MigrationHistory::history)).isEmpty();
        execute("DROP TABLE a");
        halfApplied();
        assertThat(repair("V1__three", Action.MARK_APPLIED).state()).contains(ChangeState.APPLIED);
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(entry().toolVersion()).get().asString().endsWith(", marked as applied");
        assertThat(up().applied()).isEmpty();
        assertThat(column("SELECT COUNT(*) FROM a")).as("the third did not run").containsExactly("0");
    }

    @Test
    void halfAppliedChangeWithoutAFileIsOnlyMarkedAsRolledBack() throws Exception {
        halfApplied();
        Files.delete(directory().resolve("V1__three.sql"));
        for (Action action : List.of(Action.RESUME, Action.MARK_APPLIED)) {
            assertThat(refused(
                                    ErrorCode.REPAIR_REFUSED,
                                    history -> history.repair(options("V1__three", action), Progress.SILENT))
                            .problem()
                            .what())
                    .isEqualTo("change V1__three is half applied, and no file has it any more");
        }
        assertThat(repair("V1__three", Action.MARK_ROLLED_BACK).state()).isEmpty();
        assertThat(with(MigrationHistory::validate)).isEmpty();
    }

    @Test
    void wayBackThatStoppedGoesOnOrIsMarked() throws Exception {
        halfUndone();
        assertThat(with(MigrationHistory::validate).get(0).problem().what())
                .startsWith(
                        "change V1__a is half applied: its way back stopped: 1 of 2 statements ran, statement 2 failed");
        write("U1__a.sql", journaled("DROP TABLE b;\nDROP TABLE a;"));
        assertThat(repair("V1__a", Action.RESUME))
                .isEqualTo(new RepairReport("V1__a", "V1__a.sql", Action.RESUME, Optional.of(ChangeState.PENDING), 1));
        assertThat(tables("a")).isEmpty();
        assertThat(with(MigrationHistory::history)).isEmpty();

        halfUndone();
        assertThat(repair("V1__a", Action.MARK_APPLIED).state()).contains(ChangeState.APPLIED);
        assertThat(with(MigrationHistory::validate)).isEmpty();

        execute("CREATE TABLE b (id int)");
        undoInVain();
        assertThat(repair("V1__a", Action.MARK_ROLLED_BACK).state()).contains(ChangeState.PENDING);
        assertThat(with(MigrationHistory::history)).isEmpty();
        assertThat(with(MigrationHistory::validate)).isEmpty();
    }

    @Test
    void eachRepairRefusesEveryOtherStateAndTellsTheRightCommand() throws Exception {
        String repair = "ficus migrate repair --db primary --change ";
        write("V1__applied.sql", "CREATE TABLE one (id int);");
        write("V2__edited.sql", "CREATE TABLE two (id int);");
        write("V3__missing.sql", "CREATE TABLE three (id int);");
        up();
        write("V4__half.sql", journaled("CREATE TABLE four (id int);\nCREATE TABLE four (id int);"));
        refused(ErrorCode.CHANGE_FAILED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
        write("V2__edited.sql", "CREATE TABLE two (id bigint);");
        Files.delete(directory().resolve("V3__missing.sql"));
        write("V5__pending.sql", "CREATE TABLE five (id int);");
        record Case(String change, Optional<Action> right, String fix) {}
        List<Action> half = List.of(Action.RESUME, Action.MARK_APPLIED, Action.MARK_ROLLED_BACK);
        for (Case each : List.of(
                new Case("V1__applied", Optional.empty(), "there is nothing to repair"),
                new Case("V2__edited", Optional.of(Action.RECORD_EDIT), repair + "V2__edited"),
                new Case("V3__missing", Optional.of(Action.FORGET), repair + "V3__missing --forget"),
                new Case("V4__half", Optional.of(Action.RESUME), repair + "V4__half --resume"),
                new Case("V5__pending", Optional.empty(), "ficus migrate up --db primary"))) {
            for (Action action : Action.values()) {
                boolean meant = each.right()
                        .filter(right -> right == action || (half.contains(right) && half.contains(action)))
                        .isPresent();
                if (!meant) {
                    Problem problem = refused(
                                    ErrorCode.REPAIR_REFUSED,
                                    history -> history.repair(options(each.change(), action), Progress.SILENT))
                            .problem();
                    assertThat(problem.what()).startsWith("change " + each.change() + " is ");
                    assertThat(problem.fix()).contains(each.fix());
                }
            }
        }
        assertThat(states())
                .as("nothing was changed")
                .containsExactly(
                        ChangeState.APPLIED,
                        ChangeState.EDITED,
                        ChangeState.MISSING,
                        ChangeState.HALF_APPLIED,
                        ChangeState.PENDING);
    }

    @Test
    void changeThatNobodyKnowsOrThatIsNotTheOnlyOneIsRefused() throws Exception {
        assertThat(refused(
                                ErrorCode.CHANGE_UNKNOWN,
                                history -> history.repair(options("V9__x", Action.FORGET), Progress.SILENT))
                        .problem()
                        .what())
                .isEqualTo("no change is named V9__x");
        write("1.sql", "--liquibase formatted sql\n--changeset ana:a\nSELECT 1;\n");
        write("2.sql", "--liquibase formatted sql\n--changeset ana:a\nSELECT 1;\n");
        assertThat(refused(
                                ErrorCode.CHANGE_UNKNOWN,
                                history -> history.repair(options("a", Action.FORGET), Progress.SILENT))
                        .problem()
                        .what())
                .isEqualTo("2 changes are meant by a: 1.sql::a, 2.sql::a");
    }

    private void halfApplied() throws Exception {
        write(
                "V1__three.sql",
                journaled("CREATE TABLE a (id int);\nCREATE TABLE a (id int);\nINSERT INTO a VALUES (1);"));
        refused(ErrorCode.CHANGE_FAILED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
    }

    private void halfUndone() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);");
        up();
        undoInVain();
    }

    private void undoInVain() throws Exception {
        write("U1__a.sql", journaled("DROP TABLE b;\nDROP TABLE missing;"));
        refused(
                ErrorCode.CHANGE_FAILED,
                history -> history.down(
                        new DownOptions(PATIENT, new Target.Steps(1), Optional.empty()),
                        Progress.SILENT,
                        dev.ficus.core.progress.StopSignal.NEVER));
    }

    private java.util.function.Function<MigrationHistory, RepairReport> resume(OptionalInt from) {
        ChangeReference change = new ChangeReference("V1__three");
        return history -> history.repair(new RepairOptions(change, Action.RESUME, from, PATIENT), Progress.SILENT);
    }

    private RepairReport repair(String change, Action action) {
        return with(history -> history.repair(options(change, action), Progress.SILENT));
    }

    private static RepairOptions options(String change, Action action) {
        return new RepairOptions(new ChangeReference(change), action, PATIENT);
    }

    private HistoryEntry entry() {
        return with(MigrationHistory::history).get(0);
    }

    private List<String> tables(String name) throws Exception {
        return column("SELECT table_name FROM information_schema.tables WHERE table_name = '" + name
                + "' AND table_schema = " + schema());
    }

    /** An SQL expression. */
    protected abstract String schema();
}
