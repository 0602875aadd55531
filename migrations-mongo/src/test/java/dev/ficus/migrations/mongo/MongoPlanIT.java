package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.MigrationPlan.ObjectLock;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoPlanIT extends MongoFixture {

    @Test
    void planShowsTheCommandsTheirLocksAndTheDocumentsTheyTouch() throws Exception {
        in(db -> {
            for (int number = 0; number < 5; number++) {
                db.getCollection("orders").insertOne(new Document("paid", number < 3));
            }
            return true;
        });
        write("1.yaml", """
                id: orders
                author: ana
                steps:
                  - apply: { createIndex: { collection: orders, keys: { paid: 1 } } }
                  - apply: { update: { collection: orders, filter: { paid: true }, update: { $set: { state: done } } } }
                  - apply: { delete: { collection: orders, filter: {}, many: false } }
                  - apply: { renameField: { collection: orders, from: paid, to: settled } }
                  - apply: { aggregate: { collection: orders, pipeline: [ { $out: copied } ] } }
                  - apply: { renameCollection: { from: orders, to: sales } }
                  - apply: { runCommand: { compact: sales } }
                """);
        MigrationPlan plan = plan(PlanOptions.UP);
        assertThat(plan.direction()).isEqualTo(Direction.UP);
        PlannedChange change = plan.changes().get(0);
        assertThat(change.id()).isEqualTo("orders");
        assertThat(change.transactional()).isFalse();
        String database = in(db -> db.getName());
        assertThat(change.statements())
                .extracting(PlannedStatement::text)
                .containsExactly(
                        "{\"createIndexes\": \"orders\", \"indexes\": [{\"key\": {\"paid\": 1}, \"name\": \"paid_1\"}]}",
                        "{\"update\": \"orders\", \"updates\": [{\"q\": {\"paid\": true}, \"u\": {\"$set\": {\"state\":"
                                + " \"done\"}}, \"multi\": true}]}",
                        "{\"delete\": \"orders\", \"deletes\": [{\"q\": {}, \"limit\": 1}]}",
                        "{\"renameField\": \"orders\", \"from\": \"paid\", \"to\": \"settled\", \"batch\": 1000,"
                                + " \"filter\": {}}",
                        "{\"aggregate\": \"orders\", \"pipeline\": [{\"$out\": \"copied\"}], \"cursor\": {}}",
                        "{\"renameCollection\": \"" + database + ".orders\", \"to\": \"" + database + ".sales\"}",
                        "{\"compact\": \"sales\"}");
        assertThat(change.statements())
                .extracting(statement -> statement.effect().rows())
                .containsExactly(
                        OptionalLong.of(5),
                        OptionalLong.of(3),
                        OptionalLong.of(1),
                        OptionalLong.of(5),
                        OptionalLong.of(5),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        assertThat(change.statements())
                .extracting(statement -> statement.effect().locks().stream()
                        .map(ObjectLock::mode)
                        .toList())
                .containsExactly(
                        List.of("X at the start and the end, IX between"),
                        List.of("IX"),
                        List.of("IX"),
                        List.of("IX"),
                        List.of("IS", "X"),
                        List.of("X", "X"),
                        List.of());
        assertThat(change.statements().get(6).effect().known()).isFalse();
        assertThat(collections()).as("a plan writes nothing").containsExactly("orders");
    }

    @Test
    void planOfTheWayBackIsNewestFirst() throws Exception {
        collection("a");
        write("b.yaml", """
                id: b
                steps:
                  - apply: { createCollection: b }
                    rollback: { dropCollection: b }
                  - apply: { createCollection: c }
                    rollback: { dropCollection: c }
                """);
        up();
        MigrationPlan plan = plan(new PlanOptions(Direction.DOWN, new Target.Steps(2), false));
        assertThat(plan.changes()).extracting(PlannedChange::id).containsExactly("b", "a");
        assertThat(plan.changes().get(0).statements())
                .extracting(PlannedStatement::text)
                .containsExactly("{\"drop\": \"c\"}", "{\"drop\": \"b\"}");
    }

    @Test
    void reviewedPlanRunsAndAChangedOneIsRefused() throws Exception {
        collection("a");
        String reviewed = plan(PlanOptions.UP).hash();
        assertThat(plan(PlanOptions.UP).hash()).as("a plan of the same").isEqualTo(reviewed);
        collection("b");
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(reviewed));
        assertThat(refused.code()).isEqualTo(ErrorCode.PLAN_CHANGED);
        assertThat(refused.problem().fix())
                .isEqualTo("nothing has run; review it again with: ficus migrate plan --db content");
        assertThat(collections()).doesNotContain("a");
        assertThat(up(plan(PlanOptions.UP).hash())).containsExactly("a", "b");
        FicusException done = catchThrowableOfType(FicusException.class, () -> up(reviewed));
        assertThat(done.code()).as("the record moved").isEqualTo(ErrorCode.PLAN_CHANGED);
    }

    @Test
    void reviewedPlanOfTheWayBackIsCheckedToo() throws Exception {
        collection("a");
        up();
        PlanOptions options = new PlanOptions(Direction.DOWN, new Target.Steps(1), false);
        String reviewed = plan(options).hash();
        collection("b");
        up();
        FicusException refused = catchThrowableOfType(
                FicusException.class,
                () -> with(history -> history.down(
                        new DownOptions(PATIENT, options.target(), Optional.of(reviewed)),
                        Progress.SILENT,
                        StopSignal.NEVER)));
        assertThat(refused.code()).isEqualTo(ErrorCode.PLAN_CHANGED);
        assertThat(refused.problem().fix())
                .isEqualTo("nothing has run; review it again with: ficus migrate plan --db content --down --steps 1");
        assertThat(collections()).contains("b");
    }

    @Test
    void runGoesAsFarAsItIsTold() throws Exception {
        for (String name : List.of("1", "2", "3", "4")) {
            collection("c" + name);
        }
        assertThat(applied(up(options(new Target.Steps(1), false)))).containsExactly("c1");
        assertThat(applied(up(options(new Target.To("c3"), false)))).containsExactly("c2", "c3");
        assertThat(applied(up(options(new Target.To("c2.yaml"), false)))).isEmpty();
        FicusException unknown =
                catchThrowableOfType(FicusException.class, () -> up(options(new Target.To("c9"), false)));
        assertThat(unknown.code()).isEqualTo(ErrorCode.CHANGE_UNKNOWN);
        assertThat(unknown.problem().fix()).isEqualTo("did you mean c1?");
    }

    @Test
    void filesThatComeInLateAreRefusedUnlessAskedFor() throws Exception {
        collection("c5");
        up();
        collection("c2");
        collection("c3");
        FicusException late = catchThrowableOfType(FicusException.class, this::up);
        assertThat(late.problems())
                .extracting(problem -> problem.code() + " " + problem.what())
                .containsExactly(
                        "CHANGE_OUT_OF_ORDER 2 changes have not run, and sort before c5.yaml, which has: c2, c3");
        assertThat(late.problem().fix()).endsWith("ficus migrate up --db content --out-of-order");
        assertThat(applied(up(options(Target.ALL, true)))).containsExactly("c2", "c3");
        assertThat(recorded()).containsExactly("c5", "c2", "c3");
    }

    @Test
    void stopTakesEffectBetweenTwoChanges() throws Exception {
        collection("c1");
        collection("c2");
        collection("c3");
        AtomicInteger asked = new AtomicInteger();
        FicusException stopped = catchThrowableOfType(
                FicusException.class,
                () -> with(
                        history -> history.up(UpOptions.DEFAULT, Progress.SILENT, () -> asked.incrementAndGet() > 2)));
        assertThat(stopped.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(stopped.problem().what())
                .isEqualTo("interrupted between two changes: 2 of 3 changes are done, and the record says so");
        assertThat(recorded()).containsExactly("c1", "c2");
        assertThat(applied(up())).containsExactly("c3");
    }

    private MigrationPlan plan(PlanOptions options) {
        return with(history -> history.plan(options));
    }

    private List<String> up(String hash) {
        return applied(up(new UpOptions(PATIENT, Target.ALL, Optional.of(hash), false)));
    }

    private static UpOptions options(Target target, boolean outOfOrder) {
        return new UpOptions(PATIENT, target, Optional.empty(), outOfOrder);
    }
}
