package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.Target;
import java.nio.file.Files;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoDownIT extends MongoFixture {

    @Test
    void newestChangesAreTakenBackAndCanRunAgain() throws Exception {
        collection("a");
        collection("b");
        collection("c");
        up();
        assertThat(undone(new Target.Steps(2))).containsExactly("c", "b");
        assertThat(collections()).contains("a").doesNotContain("b", "c");
        assertThat(recorded()).containsExactly("a");
        assertThat(count(StepJournal.COLLECTION, new Document())).isZero();
        assertThat(rows("state", new Document("changeId", "c")))
                .as("Mongock's own words, and nothing is forgotten")
                .containsExactlyInAnyOrder("EXECUTED", "ROLLED_BACK");
        assertThat(applied(up())).containsExactly("b", "c");
        assertThat(undone(new Target.Steps(9))).containsExactly("c", "b", "a");
    }

    @Test
    void changeOrTagToGoBackToStays() throws Exception {
        collection("a");
        up();
        with(history -> history.tag("release-1"));
        collection("b");
        collection("c");
        up();
        assertThat(undone(new Target.To("b"))).containsExactly("c");
        assertThat(undone(new Target.To("release-1"))).containsExactly("b");
        assertThat(recorded()).containsExactly("a");
        FicusException unknown = catchThrowableOfType(FicusException.class, () -> undone(new Target.To("release-2")));
        assertThat(unknown.code()).isEqualTo(ErrorCode.CHANGE_UNKNOWN);
        assertThat(unknown.problem().fix()).isEqualTo("did you mean release-1?");
    }

    @Test
    void everyChangeWithoutAWayBackIsNamedBeforeAnythingRuns() throws Exception {
        collection("a");
        write("b.yaml", """
                id: b
                steps:
                  - apply: { createCollection: b }
                  - apply: { createCollection: bb }
                    rollback: { dropCollection: bb }
                  - apply: { createCollection: bbb }
                """);
        collection("c");
        collection("d");
        collection("e");
        up();
        write("c.yaml", "id: c\nsteps:\n  - apply: { createCollection: x }\n    rollback: { dropCollection: x }\n");
        Files.delete(files.resolve("d.yaml"));
        FicusException refused = catchThrowableOfType(FicusException.class, () -> undone(new Target.To("a")));
        assertThat(refused.problems())
                .extracting(problem -> problem.code() + " " + problem.what())
                .containsExactly(
                        "CHANGE_IRREVERSIBLE change d cannot be undone: no file has it any more",
                        "CHANGE_IRREVERSIBLE change c cannot be undone: its file was edited after it ran",
                        "CHANGE_IRREVERSIBLE change b cannot be undone: steps 1, 3 have no rollback");
        assertThat(collections()).contains("b", "bb", "c", "d", "e");
        assertThat(undone(new Target.Steps(1))).as("the others may go").containsExactly("e");
    }

    @Test
    void rollbackThatFailsLeavesTheChangeHalfUndoneAndCanBeResumed() throws Exception {
        write("a.yaml", """
                id: a
                steps:
                  - apply: { createCollection: one }
                    rollback: { renameCollection: { from: absent, to: two } }
                  - apply: { createCollection: three }
                    rollback: { dropCollection: three }
                """);
        up();
        FicusException failed = catchThrowableOfType(FicusException.class, () -> undone(new Target.Steps(1)));
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .startsWith("change a failed at the rollback of step 1 of 2: ")
                .contains(
                        "the change is half applied: its way back stopped: 1 of 2 rollbacks ran, the rollback of step 1 failed: ");
        assertThat(collections()).contains("one").doesNotContain("three");
        assertThat(state("a")).isEqualTo(ChangeState.HALF_APPLIED);
        FicusException blocked = catchThrowableOfType(FicusException.class, () -> undone(new Target.Steps(1)));
        assertThat(blocked.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        collection("b");
        assertThat(catchThrowableOfType(FicusException.class, this::up).code())
                .isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        write(
                "a.yaml",
                Files.readString(files.resolve("a.yaml"))
                        .replace("{ renameCollection: { from: absent, to: two } }", "{ dropCollection: one }"));
        assertThat(repair("a", Action.RESUME).statements()).isOne();
        assertThat(collections()).doesNotContain("one");
        assertThat(state("a")).isEqualTo(ChangeState.PENDING);
    }

    @Test
    void halfUndoneChangeIsMarkedEitherWay() throws Exception {
        for (Action action : List.of(Action.MARK_APPLIED, Action.MARK_ROLLED_BACK)) {
            write(
                    "a.yaml",
                    "id: a" + action + "\nsteps:\n  - apply: { createCollection: x" + action
                            + " }\n    rollback: { renameCollection: { from: absent, to: two } }\n");
            write("b.yaml", "id: b\nsteps:\n  - apply: { createCollection: b }\n");
            up(new dev.ficus.core.history.UpOptions(
                    PATIENT, new Target.To("a" + action), java.util.Optional.empty(), false));
            catchThrowableOfType(FicusException.class, () -> undone(new Target.Steps(1)));
            assertThat(state("a" + action)).isEqualTo(ChangeState.HALF_APPLIED);
            repair("a" + action, action);
            assertThat(state("a" + action))
                    .isEqualTo(action == Action.MARK_APPLIED ? ChangeState.APPLIED : ChangeState.PENDING);
            in(db -> db.getCollection("mongockChangeLog").deleteMany(new Document()));
        }
    }

    @Test
    void rowOfAClockThatGoesSlowStillDecides() throws Exception {
        collection("a");
        up();
        in(db -> db.getCollection("mongockChangeLog")
                .updateOne(
                        new Document("changeId", "a"),
                        new Document(
                                "$set", new Document("timestamp", new Date(System.currentTimeMillis() + 3_600_000)))));
        assertThat(undone(new Target.Steps(1))).containsExactly("a");
        assertThat(recorded()).isEmpty();
    }
}
