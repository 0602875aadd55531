package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.RepairReport;
import dev.ficus.migrations.mongo.StepRow.State;
import java.nio.file.Files;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoRepairIT extends MongoFixture {
    private static final String BROKEN = """
            id: broken
            steps:
              - apply: { createCollection: a }
              - apply: { createCollection: b }
                rollback: { dropCollection: b }
              - apply: { renameCollection: { from: missing, to: c } }
              - apply: { insert: { collection: d, documents: [ { n: 1 } ] } }
            """;

    @Test
    void editIsRecordedAndTheOldChecksumKept() throws Exception {
        collection("a");
        up();
        String before = with(MongoHistory::history).get(0).checksum().orElseThrow();
        write("a.yaml", Files.readString(files.resolve("a.yaml")) + "# a word more\n");
        assertThat(state("a")).isEqualTo(ChangeState.EDITED);
        assertThat(with(MongoHistory::validate).get(0).problem().what())
                .isEqualTo("change a was edited after it ran: its steps are the same, and other text is not");
        assertThat(repair("a.yaml", Action.RECORD_EDIT))
                .isEqualTo(new RepairReport("a", "a.yaml", Action.RECORD_EDIT, Optional.of(ChangeState.APPLIED), 0));
        assertThat(state("a")).isEqualTo(ChangeState.APPLIED);
        assertThat(in(db -> db.getCollection("mongockChangeLog").find().first())
                        .get("metadata", Document.class)
                        .getList("edits", Document.class)
                        .get(0)
                        .getString("from"))
                .isEqualTo(before);
    }

    @Test
    void missingChangeIsForgottenAndItsRowsStay() throws Exception {
        collection("a");
        collection("b");
        up();
        Files.delete(files.resolve("a.yaml"));
        assertThat(repair("a", Action.FORGET).state()).isEmpty();
        assertThat(recorded()).containsExactly("b");
        assertThat(with(MongoHistory::validate)).isEmpty();
        assertThat(collections()).contains("a");
        assertThat(count("mongockChangeLog", new Document("changeId", "a"))).isEqualTo(2);
    }

    @Test
    void resumeGoesOnAtTheStepThatFailed() throws Exception {
        write("1.yaml", BROKEN);
        catchThrowableOfType(FicusException.class, this::up);
        assertThat(collections()).contains("a").doesNotContain("b", "d");
        write("1.yaml", BROKEN.replace("{ renameCollection: { from: missing, to: c } }", "{ createCollection: c }"));
        RepairReport report = repair("broken", Action.RESUME);
        assertThat(report.statements()).as("steps 2 to 4").isEqualTo(3);
        assertThat(collections()).contains("a", "b", "c", "d");
        assertThat(recorded()).containsExactly("broken");
        assertThat(count(StepJournal.COLLECTION, new Document())).isZero();
        assertThat(with(MongoHistory::validate)).isEmpty();
    }

    @Test
    void resumeThatFailsAgainLeavesWhatRan() throws Exception {
        write("1.yaml", BROKEN);
        catchThrowableOfType(FicusException.class, this::up);
        FicusException again = catchThrowableOfType(FicusException.class, () -> repair("broken", Action.RESUME));
        assertThat(again.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(again.problem().what()).contains("half applied: 2 of 4 steps ran, step 3 failed: ");
        assertThat(collections()).contains("a", "b");
    }

    @Test
    void resumeIsRefusedWhereAStepThatRanWasEdited() throws Exception {
        write("1.yaml", BROKEN);
        catchThrowableOfType(FicusException.class, this::up);
        write("1.yaml", BROKEN.replace("createCollection: a", "createCollection: aa"));
        FicusException refused = catchThrowableOfType(FicusException.class, () -> repair("broken", Action.RESUME));
        assertThat(refused.code()).isEqualTo(ErrorCode.REPAIR_REFUSED);
        assertThat(refused.problem().what()).isEqualTo("a step of change broken that ran was edited since");
    }

    @Test
    void stepThatMayHaveRunIsLeftToTheUser() throws Exception {
        write("1.yaml", """
                id: cut
                steps:
                  - apply: { insert: { collection: t, documents: [ { n: 1 } ] } }
                  - apply: { insert: { collection: t, documents: [ { n: 2 } ] } }
                  - apply: { insert: { collection: t, documents: [ { n: 3 } ] } }
                """);
        for (int from = 2; from <= 3; from++) {
            cutOffInStepTwo();
            FicusException refused = catchThrowableOfType(FicusException.class, () -> repair("cut", Action.RESUME));
            assertThat(refused.code()).isEqualTo(ErrorCode.REPAIR_REFUSED);
            assertThat(refused.problem().what())
                    .isEqualTo("the run was cut off in step 2 of change cut, which may or may not have run");
            assertThat(refused.problem().fix())
                    .isEqualTo(
                            "look in the database whether step 2 ran; if it did not, run it again and go on with: ficus"
                                    + " migrate repair --db content --change cut --resume --from 2; if it did, go on after it"
                                    + " with: ficus migrate repair --db content --change cut --resume --from 3");
            int too = from == 2 ? 1 : 4;
            assertThat(catchThrowableOfType(FicusException.class, () -> resume("cut", too))
                            .code())
                    .isEqualTo(ErrorCode.REPAIR_REFUSED);
            assertThat(resume("cut", from).statements()).isEqualTo(4 - from);
            assertThat(count("t", new Document("n", 2))).isEqualTo(3 - from);
            assertThat(count("t", new Document("n", 3))).isOne();
            assertThat(recorded()).containsExactly("cut");
            in(db -> {
                db.getCollection("t").drop();
                return db.getCollection("mongockChangeLog").deleteMany(new Document());
            });
        }
    }

    @Test
    void stepThatMayBeSentTwiceIsSentAgain() throws Exception {
        write("1.yaml", """
                id: cut
                steps:
                  - apply: { createCollection: t }
                  - apply: { createIndex: { collection: t, keys: { n: 1 } } }
                """);
        cutOffInStepTwo();
        assertThat(repair("cut", Action.RESUME).statements()).isOne();
        assertThat(recorded()).containsExactly("cut");
    }

    @Test
    void deleteOfOneDocumentIsNotSentAgain() throws Exception {
        write("1.yaml", """
                id: cut
                steps:
                  - apply: { createCollection: t }
                  - apply: { delete: { collection: t, filter: {}, many: false } }
                """);
        cutOffInStepTwo();
        assertThat(catchThrowableOfType(FicusException.class, () -> repair("cut", Action.RESUME))
                        .code())
                .isEqualTo(ErrorCode.REPAIR_REFUSED);
    }

    @Test
    void halfAppliedChangeIsMarkedAppliedOrRolledBack() throws Exception {
        write("1.yaml", BROKEN);
        catchThrowableOfType(FicusException.class, this::up);
        assertThat(repair("broken", Action.MARK_ROLLED_BACK).state()).contains(ChangeState.PENDING);
        assertThat(state("broken")).isEqualTo(ChangeState.PENDING);
        in(db -> {
            db.getCollection("a").drop();
            return true;
        });
        catchThrowableOfType(FicusException.class, this::up);
        assertThat(repair("broken", Action.MARK_APPLIED).state()).contains(ChangeState.APPLIED);
        assertThat(state("broken")).isEqualTo(ChangeState.APPLIED);
        assertThat(applied(up())).isEmpty();
    }

    @Test
    void repairIsRefusedInAnyOtherState() throws Exception {
        collection("a");
        collection("b");
        up(new dev.ficus.core.history.UpOptions(
                PATIENT, new dev.ficus.core.history.Target.Steps(1), Optional.empty(), false));
        for (Action action : Action.values()) {
            for (String change : new String[] {"a", "b"}) {
                FicusException refused = catchThrowableOfType(FicusException.class, () -> repair(change, action));
                assertThat(refused.code()).as(change + " " + action).isEqualTo(ErrorCode.REPAIR_REFUSED);
            }
        }
        FicusException unknown = catchThrowableOfType(FicusException.class, () -> repair("z", Action.FORGET));
        assertThat(unknown.code()).isEqualTo(ErrorCode.CHANGE_UNKNOWN);
    }

    @Test
    void journalThatACrashLeftBehindTheRecordIsIgnored() throws Exception {
        collection("a");
        up();
        journal("a", 1, State.DONE);
        assertThat(state("a")).isEqualTo(ChangeState.APPLIED);
        collection("b");
        assertThat(applied(up())).containsExactly("b");
        assertThat(count(StepJournal.COLLECTION, new Document())).as("cleared").isZero();
    }

    private void cutOffInStepTwo() {
        journal("cut", 1, State.DONE);
        journal("cut", 2, State.STARTED);
    }

    private void journal(String id, int number, State state) {
        MongoChange change = ChangeFiles.read(files, "content").changes().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        in(db -> {
            new StepJournal(db)
                    .write(new StepRow(
                            change.key(),
                            change.file(),
                            StepRow.Direction.UP,
                            number,
                            change.steps().size(),
                            state,
                            Optional.of(change.steps().get(number - 1).apply().hash()),
                            Optional.empty()));
            return true;
        });
    }
}
