package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport.UndoneChange;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Compiled change units beside files, and a project of Mongock that is taken over. */
class ChangeUnitIT extends MongoFixture {
    private static final String BEFORE = """
            @BeforeExecution public void before() {
                database.getCollection("ran").insertOne(new Document("before", true));
            }
            @RollbackBeforeExecution public void rollbackBefore() {
                database.getCollection("ran").deleteMany(new Document("before", true));
            }
            """;

    @Test
    void unitsRunAmongFilesInOneOrderAndAreTakenBack() throws Exception {
        Path jar = UnitJar.of(
                directory,
                "app",
                Map.of(
                        "First",
                        UnitJar.unit("First", "first", "1", ""),
                        "Third",
                        UnitJar.unit("Third", "third", "3", BEFORE)));
        collection("2-second");
        collection("4-fourth");
        MigrationPlan plan = in(jar, history -> history.plan(PlanOptions.UP));
        assertThat(plan.changes())
                .extracting(MigrationPlan.PlannedChange::id)
                .containsExactly("first", "2-second", "third", "4-fourth");
        assertThat(plan.changes().get(2).statements())
                .extracting(PlannedStatement::text)
                .containsExactly(
                        "{\"changeUnit\": \"shop.Third\", \"method\": \"before\"}",
                        "{\"changeUnit\": \"shop.Third\", \"method\": \"execution\"}");
        assertThat(applied(up(jar))).containsExactly("first", "2-second", "third", "4-fourth");
        assertThat(applied(up(jar))).isEmpty();
        assertThat(count("ran", new Document())).isEqualTo(3);
        assertThat(in(jar, MongoHistory::status).changes())
                .contains(new ChangeStatus("third", "ana", "shop.Third", ChangeState.APPLIED))
                .hasSize(4);
        assertThat(rows("changeId", new Document("changeLogClass", "shop.Third")))
                .containsExactly("third_before", "third");
        assertThat(down(jar, 4)).containsExactly("4-fourth", "third", "2-second", "first");
        assertThat(count("ran", new Document())).isZero();
        assertThat(recorded()).isEmpty();
    }

    /** Mongock died between the two methods, and the second fails here: both are taken back, and both run next time. */
    @Test
    void methodBeforeTheExecutionRunsOnceUntilItIsTakenBack() throws Exception {
        String failing = UnitJar.unit("Two", "two", "1", BEFORE).replace("@Execution public void execution() {", """
                        @Execution public void execution() {
                            if (database.getCollection("ready").countDocuments() == 0) throw new IllegalStateException("x");
                        """);
        Path jar = UnitJar.of(directory, "app", Map.of("Two", failing));
        in(db -> db.getCollection("mongockChangeLog")
                .insertOne(new Document("executionId", "x")
                        .append("changeId", "two_before")
                        .append("author", "ana")
                        .append("timestamp", new Date(1))
                        .append("state", "EXECUTED")
                        .append("type", "BEFORE_EXECUTION")
                        .append("changeLogClass", "shop.Two")
                        .append("changeSetMethod", "before")
                        .append("systemChange", false)));
        in(db -> db.getCollection("ran").insertOne(new Document("before", true)));
        assertThat(catchThrowableOfType(FicusException.class, () -> up(jar)).code())
                .isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(count("ran", new Document())).as("the way back of both").isZero();
        in(db -> db.getCollection("ready").insertOne(new Document()));
        assertThat(applied(up(jar))).containsExactly("two");
        assertThat(count("ran", new Document("before", true))).isOne();
        assertThat(count("ran", new Document("unit", "two"))).isOne();
    }

    @Test
    void unitAndFileWithOneIdentityAreRefused() throws Exception {
        Path jar = UnitJar.of(directory, "app", Map.of("One", UnitJar.unit("One", "one", "1", "")));
        write("2.yaml", "id: one\nauthor: ana\nsteps:\n  - apply: { createCollection: a }\n");
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(jar));
        assertThat(refused.code()).isEqualTo(ErrorCode.CHANGE_DUPLICATE);
        assertThat(refused.problem().what()).isEqualTo("change one is also in shop.One");
    }

    @Test
    void unitThatRanIsNotMissedWithoutItsJarButCannotBeTakenBack() throws Exception {
        Path jar = UnitJar.of(directory, "app", Map.of("One", UnitJar.unit("One", "one", "1", "")));
        up(jar);
        assertThat(with(MongoHistory::validate)).isEmpty();
        assertThat(state("one")).isEqualTo(ChangeState.APPLIED);
        FicusException refused = catchThrowableOfType(FicusException.class, () -> undone(new Target.Steps(1)));
        assertThat(refused.code()).isEqualTo(ErrorCode.CHANGE_IRREVERSIBLE);
        assertThat(refused.problem().fix()).isEqualTo("give the jar that has it with: --classpath JAR");
    }

    @Test
    void unitThatFailsRunsItsOwnRollback() throws Exception {
        String broken = UnitJar.unit("Broken", "broken", "1", BEFORE)
                .replace("insertOne(new Document(\"unit\", \"broken\"));", """
                        insertOne(new Document("unit", "broken"));
                        throw new IllegalStateException("no luck");
                        """);
        Path jar = UnitJar.of(directory, "app", Map.of("Broken", broken));
        FicusException failed = catchThrowableOfType(FicusException.class, () -> up(jar));
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .isEqualTo("change broken failed at step 2 of 2: java.lang.IllegalStateException: no luck");
        assertThat(failed.problem().where()).isEqualTo("class shop.Broken (database content)");
        assertThat(count("ran", new Document())).isZero();
        assertThat(rows("state", new Document())).containsExactly("ROLLED_BACK");
    }

    @Test
    void unitsThatCannotBeRunAreRefusedWithClassAndType() throws Exception {
        Map<String, String> sources = Map.of(
                "Wide",
                UnitJar.unit("Wide", "wide", "1", "").replace("execution()", "execution(java.util.List<String> beans)"),
                "Session",
                UnitJar.unit("Session", "session", "2", "").replace("execution()", "execution(ClientSession session)"),
                "Always",
                UnitJar.unit("Always", "always", "3", "").replace("author =", "runAlways = true, author ="),
                "None",
                UnitJar.unit("None", "none", "4", "").replace("@Execution", ""));
        Path jar = UnitJar.of(directory, "app", sources);
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(jar));
        assertThat(refused.problems())
                .extracting(problem -> problem.code() + " " + problem.what())
                .containsExactlyInAnyOrder(
                        "CHANGE_FILE_INVALID change unit shop.Wide cannot be run: method execution has a parameter of type"
                                + " java.util.List, and Ficus can give MongoDatabase and ClientSession",
                        "CHANGE_FILE_INVALID change unit shop.Session cannot be run: method execution has a parameter of"
                                + " type com.mongodb.client.ClientSession, which only a transactional unit can get",
                        "CHANGE_FILE_INVALID change unit shop.Always cannot be run: it is runAlways, and Ficus runs a"
                                + " change once",
                        "CHANGE_FILE_INVALID change unit shop.None cannot be run: it needs exactly one public method with"
                                + " @Execution");
    }

    @Test
    void jarWithoutUnitsIsRefusedAndNotPassedOver() throws Exception {
        Path jar = UnitJar.of(directory, "app", Map.of("Plain", "package shop; public class Plain {}"));
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(jar));
        assertThat(refused.code()).isEqualTo(ErrorCode.CHANGE_FILE_INVALID);
        assertThat(refused.problem().what()).startsWith("no class with @ChangeUnit is in ");
        FicusException absent = catchThrowableOfType(FicusException.class, () -> up(directory.resolve("absent.jar")));
        assertThat(absent.code()).isEqualTo(ErrorCode.FILE_UNREADABLE);
    }

    @Test
    void unitThatAsksForTheSessionNeedsAServerWithTransactions() throws Exception {
        Path jar = UnitJar.of(
                directory,
                "app",
                Map.of(
                        "Session",
                        UnitJar.unit("Session", "session", "1", "")
                                .replace("execution()", "execution(ClientSession session)")
                                .replace("transactional = false", "transactional = true")));
        boolean transactions;
        try (MongoSession session = MongoSession.open(database)) {
            transactions = session.hasTransactions();
        }
        if (transactions) {
            assertThat(applied(up(jar))).containsExactly("session");
        } else {
            assertThat(catchThrowableOfType(FicusException.class, () -> up(jar)).code())
                    .isEqualTo(ErrorCode.TRANSACTIONS_UNSUPPORTED);
            assertThat(count("ran", new Document())).isZero();
        }
    }

    @Test
    void projectOfMongockIsTakenOverAndGivenBack() throws Exception {
        List<String> classes = List.of("shop.One", "shop.Two", "shop.Three");
        Path jar = UnitJar.of(
                directory,
                "app",
                Map.of(
                        "One", UnitJar.unit("One", "one", "001", ""),
                        "Two", UnitJar.unit("Two", "two", "002", BEFORE),
                        "Three", UnitJar.unit("Three", "three", "003", BEFORE.replace("before", "early"))));
        MongockItself.run(database, jar, classes.subList(0, 2));
        assertThat(count("ran", new Document("unit", "two")))
                .as("Mongock itself ran it")
                .isOne();
        assertThat(in(jar, MongoHistory::status).changes())
                .extracting(change -> change.id() + " " + change.state())
                .containsExactly("one APPLIED", "two APPLIED", "three PENDING");
        assertThat(applied(up(jar))).containsExactly("three");
        long before = count("ran", new Document());
        MongockItself.run(database, jar, classes);
        assertThat(count("ran", new Document())).as("Mongock has nothing to do").isEqualTo(before);
        assertThat(down(jar, 2)).as("also what Mongock ran is taken back").containsExactly("three", "two");
        MongockItself.run(database, jar, classes);
        assertThat(count("ran", new Document()))
                .as("and Mongock applies it again")
                .isEqualTo(before);
        assertThat(in(jar, MongoHistory::status).count(ChangeState.APPLIED)).isEqualTo(3);
    }

    /**
     * Mongock's own runner drops a record that it cannot write, and tells of success; the same on our side is
     * HISTORY_WRITE_FAILED, and no second run applies the change again.
     */
    @Test
    void recordThatMongockSwallowsIsDetectedHere() throws Exception {
        Path jar = UnitJar.of(
                directory,
                "app",
                Map.of(
                        "One", UnitJar.unit("One", "one", "1", ""),
                        "Two", unrecordable(UnitJar.unit("Two", "two", "2", ""))));
        in(db -> db.getCollection("mongockChangeLog")
                .insertOne(new Document("changeLogClass", "shop.Two")
                        .append("changeSetMethod", "execution")
                        .append("state", "EXECUTED")
                        .append("executionId", "x")
                        .append("changeId", "other")
                        .append("author", "x")
                        .append("timestamp", new Date(1))
                        .append("type", "EXECUTION")
                        .append("systemChange", true)));
        MongockItself.run(database, jar, List.of("shop.One", "shop.Two"));
        MongockItself.run(database, jar, List.of("shop.One", "shop.Two"));
        assertThat(count("ran", new Document("unit", "two")))
                .as("negative control: Mongock tells of success, and applies the change twice")
                .isEqualTo(2);
        FicusException detected = catchThrowableOfType(FicusException.class, () -> up(jar));
        assertThat(detected.code()).isEqualTo(ErrorCode.HISTORY_WRITE_FAILED);
        assertThat(detected.problem().what()).startsWith("change two ran, and its record could not be written: ");
        assertThat(catchThrowableOfType(FicusException.class, () -> up(jar)).code())
                .isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        assertThat(count("ran", new Document("unit", "two")))
                .as("once here, and no more")
                .isEqualTo(3);
    }

    /** Its own row would be the second of its class. The index is made inside of it, as Mongock drops it when it starts. */
    private static String unrecordable(String unit) {
        return unit.replace("@Execution public void execution() {", """
                @Execution public void execution() {
                    database.getCollection("mongockChangeLog").createIndex(
                        new Document("changeLogClass", 1).append("changeSetMethod", 1).append("state", 1),
                        new com.mongodb.client.model.IndexOptions().unique(true));
                """);
    }

    private UpReport up(Path jar) {
        return in(jar, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
    }

    private List<String> down(Path jar, int steps) {
        DownOptions options = new DownOptions(PATIENT, new Target.Steps(steps), Optional.empty());
        return in(jar, history -> history.down(options, Progress.SILENT, StopSignal.NEVER)).undone().stream()
                .map(UndoneChange::id)
                .toList();
    }

    private <T> T in(Path jar, Function<MongoHistory, T> work) {
        try (MongoHistory history = MongoHistory.open(database, List.of(jar))) {
            return work.apply(history);
        }
    }
}
