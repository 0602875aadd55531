package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.ProgressEvent;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The operations that are more than one command, or that the stand-in of {@link MongoFixture} cannot run. */
class MongoOperationsIT extends MongoFixture {

    @Test
    void aggregateWritesWithMergeAndOut() throws Exception {
        write("1.yaml", """
                id: totals
                steps:
                  - apply: { insert: { collection: orders, documents: [ { _id: 1, shop: a }, { _id: 2, shop: b } ] } }
                  - apply: { aggregate: { collection: orders, pipeline: [ { $match: { shop: a } }, { $merge: { into: merged } } ] } }
                  - apply: { aggregate: { collection: orders, pipeline: [ { $match: { shop: b } }, { $out: copied } ] } }
                """);
        up();
        assertThat(count("merged", new Document("shop", "a"))).isOne();
        assertThat(count("copied", new Document("shop", "b"))).isOne();
    }

    @Test
    void fieldIsRenamedInBatchesAndTold() throws Exception {
        in(db -> {
            for (int number = 0; number < 25; number++) {
                Object id = number % 2 == 0 ? number : "text-" + number;
                db.getCollection("people")
                        .insertOne(new Document("_id", id)
                                .append("surname", "n" + number)
                                .append("keep", number < 20));
            }
            db.getCollection("people").insertOne(new Document("_id", "done").append("family", "x"));
            return true;
        });
        write("1.yaml", """
                id: family
                steps:
                  - apply: { renameField: { collection: people, from: surname, to: family, batch: 7, filter: { keep: true } } }
                    rollback: { renameField: { collection: people, from: family, to: surname, filter: { keep: true } } }
                """);
        List<ProgressEvent.Count> told = new ArrayList<>();
        with(history -> history.up(UpOptions.DEFAULT, event -> {
            if (event instanceof ProgressEvent.Count count && count.unit().equals("documents")) {
                told.add(count);
            }
        }));
        assertThat(told).extracting(ProgressEvent.Count::done).containsExactly(7L, 14L, 20L);
        assertThat(told.get(0).state()).isEqualTo("renaming surname to family");
        assertThat(count("people", new Document("family", new Document("$exists", true))))
                .as("ids of two types, and the one that had the field")
                .isEqualTo(21);
        assertThat(count("people", new Document("surname", new Document("$exists", true))))
                .as("those that the filter leaves out")
                .isEqualTo(5);
        assertThat(undone(new Target.Steps(1))).containsExactly("family");
        assertThat(count("people", new Document("surname", new Document("$exists", true))))
                .isEqualTo(25);
    }

    @Test
    void fieldIsNotRenamedOverAnother() throws Exception {
        in(db -> db.getCollection("people").insertOne(new Document("surname", "a").append("family", "b")));
        write(
                "1.yaml",
                "id: family\nsteps:\n  - apply: { renameField: { collection: people, from: surname, to: family } }\n");
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .isEqualTo(
                        "change family failed at step 1 of 1: 1 documents of people have both surname and family, and a"
                                + " rename would drop one of the two values");
        assertThat(failed.problem().fix()).startsWith("nothing of the change is left");
        assertThat(count("people", new Document("surname", "a").append("family", "b")))
                .isOne();
    }

    /** The stand-in has no collMod; there the test shows that a command that it does not know leaves nothing behind. */
    @Test
    void validatorIsSetOrTheChangeLeavesNothing() throws Exception {
        write("1.yaml", """
                id: rules
                steps:
                  - apply: { createCollection: people }
                    rollback: { dropCollection: people }
                  - apply: { setValidator: { collection: people, validator: { age: { $gt: 0 } }, level: moderate, action: warn } }
                    rollback: { setValidator: { collection: people, validator: {} } }
                """);
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        if (failed == null) {
            Document options = in(db -> db.listCollections()
                            .filter(new Document("name", "people"))
                            .first())
                    .get("options", Document.class);
            assertThat(options.getString("validationLevel")).isEqualTo("moderate");
            assertThat(undone(new Target.Steps(1))).containsExactly("rules");
        } else {
            assertThat(failed.problem().what())
                    .isEqualTo("change rules failed at step 2 of 2: error 59: no such command: 'collMod'");
        }
        assertThat(collections()).doesNotContain("people");
    }
}
