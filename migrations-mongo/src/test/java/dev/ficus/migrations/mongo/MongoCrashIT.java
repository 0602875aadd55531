package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.Target;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is killed at every command that writes, before it is sent and after it was answered. Whatever was killed,
 * the next commands bring each step to its effect exactly once. The inserts have no {@code _id}: a step that ran twice
 * would be seen.
 */
class MongoCrashIT extends MongoFixture {
    private static final int STEPS = 2;

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void killedRunUpIsFinishedByWhatItsMessageSays(String when) throws Exception {
        writeSteps();
        int command = 1;
        int halfApplied = 0;
        while (HaltingChild.run(database, "up", command, when) == HaltingChild.KILLED) {
            endTheLease();
            halfApplied += finishedUp() ? 1 : 0;
            for (int step = 1; step <= STEPS; step++) {
                assertThat(count("t", new Document("n", step)))
                        .as("step %s, killed %s command %s", step, when, command)
                        .isOne();
            }
            startOver();
            command++;
        }
        assertThat(command).as("the child was killed at each command").isGreaterThan(3 * STEPS);
        assertThat(halfApplied).as("most of them were inside of the change").isGreaterThan(STEPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void killedRunDownIsFinishedByWhatItsMessageSays(String when) throws Exception {
        writeSteps();
        up();
        int command = 1;
        int halfUndone = 0;
        while (HaltingChild.run(database, "down", command, when) == HaltingChild.KILLED) {
            endTheLease();
            halfUndone += finishedDown() ? 1 : 0;
            for (int step = 1; step <= STEPS; step++) {
                assertThat(count("undone", new Document("n", step)))
                        .as("rollback of step %s, killed %s command %s", step, when, command)
                        .isOne();
            }
            startOver();
            up();
            command++;
        }
        assertThat(command).isGreaterThan(3 * STEPS);
        assertThat(halfUndone).isGreaterThan(STEPS);
    }

    /** Negative control: without its journal a killed run is not noticed, and a step runs twice. */
    @Test
    void killedRunIsRunTwiceWithoutTheJournal() throws Exception {
        writeSteps();
        int command = 1;
        boolean twice = false;
        while (!twice && HaltingChild.run(database, "up", command, "after") == HaltingChild.KILLED) {
            endTheLease();
            in(db -> db.getCollection(StepJournal.COLLECTION).deleteMany(new Document()));
            up();
            twice = count("t", new Document("n", 1)) == 2;
            startOver();
            command++;
        }
        assertThat(twice).isTrue();
    }

    /** True where the change was half applied. */
    private boolean finishedUp() {
        if (state("change") != ChangeState.HALF_APPLIED) {
            up();
            return false;
        }
        assertThat(catchThrowableOfType(FicusException.class, this::up).code())
                .isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        resumed("t");
        return true;
    }

    private boolean finishedDown() {
        if (state("change") == ChangeState.HALF_APPLIED) {
            resumed("undone");
            return true;
        }
        if (state("change") == ChangeState.APPLIED) {
            undone(new Target.Steps(1));
        }
        return false;
    }

    /** Does what an operator does: looks whether the step ran where Ficus cannot know it. */
    private void resumed(String collection) {
        try {
            repair("change", Action.RESUME);
        } catch (FicusException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_REFUSED);
            int step = Integer.parseInt(e.problem().what().replaceAll(".*step (\\d+) of change .*", "$1"));
            int after = collection.equals("t") ? step + 1 : step - 1;
            resume("change", count(collection, new Document("n", step)) == 1 ? after : step);
        }
    }

    private void writeSteps() throws Exception {
        StringBuilder file = new StringBuilder("id: change\nsteps:\n");
        for (int step = 1; step <= STEPS; step++) {
            file.append("  - apply: { insert: { collection: t, documents: [ { n: ")
                    .append(step)
                    .append(" } ] } }\n    rollback: { insert: { collection: undone, documents: [ { n: ")
                    .append(step)
                    .append(" } ] } }\n");
        }
        write("1.yaml", file.toString());
    }

    /** The lease of the child would end by itself; the test does not wait for it. */
    private void endTheLease() {
        in(db -> db.getCollection("mongockLock")
                .updateMany(new Document(), new Document("$set", new Document("expiresAt", new Date(0)))));
    }

    private void startOver() {
        in(db -> {
            db.getCollection("t").drop();
            db.getCollection("undone").drop();
            db.getCollection("mongockChangeLog").drop();
            db.getCollection(StepJournal.COLLECTION).drop();
            return true;
        });
    }
}
