package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The history of MongoDB on the sandbox's server. Where no real MongoDB is given, that is mongo-java-server, a stand-in
 * written in Java: it has no transactions and not every command, so what it shows is the path of a standalone server.
 */
class MongoHistoryIT {
    private static final String REVIEWS = """
            id: create-reviews
            author: ana
            steps:
              - apply: { createCollection: reviews }
                rollback: { dropCollection: reviews }
              - apply: { createIndex: { collection: reviews, keys: { product: 1, created: -1 }, name: by_product } }
            """;

    @TempDir
    private Path directory;

    private Path files;
    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() throws IOException {
        files = Files.createDirectory(directory.resolve("migrations-mongo"));
        database = with(SharedServers.server(DatabaseKind.MONGO).freshDatabase("content"), files);
    }

    @Test
    void everyOperationRunsOnceAndInNameOrder() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        write("002-fill.json", """
                {
                \t"id": "fill", "author": "ben",
                \t"steps": [
                \t\t{"apply": {"insert": {"collection": "reviews", "documents": [
                \t\t\t{"_id": {"$oid": "0123456789abcdef01234567"}, "stars": {"$numberLong": "5"},
                \t\t\t "at": {"$date": "2026-11-22T10:00:00Z"}, "yes": true},
                \t\t\t{"stars": 1}, {"stars": 2}]}}}
                \t]
                }
                """);
        write("010-change.yaml", """
                id: change
                steps:
                  - apply: { update: { collection: reviews, filter: { stars: 1 }, update: { $set: { stars: 3 } } } }
                  - apply: { delete: { collection: reviews, filter: { stars: 2 } } }
                  - apply: { runCommand: { insert: notes, documents: [ { text: "2024-01-01", plain: 2024-01-01 } ] } }
                  - apply: { renameCollection: { from: notes, to: remarks } }
                  - apply: { dropIndex: { collection: reviews, name: by_product } }
                  - apply: { createCollection: gone }
                  - apply: { dropCollection: gone }
                """);
        assertThat(up().applied())
                .extracting(UpReport.AppliedChange::id)
                .containsExactly("create-reviews", "fill", "change");
        assertThat(up().applied()).as("the second run has nothing to do").isEmpty();
        Document first = in(db ->
                db.getCollection("reviews").find(new Document("yes", true)).first());
        assertThat(first.get("stars")).isEqualTo(5L);
        assertThat(first.get("at")).isEqualTo(Date.from(java.time.Instant.parse("2026-11-22T10:00:00Z")));
        assertThat(count("reviews", new Document())).isEqualTo(2);
        assertThat(count("reviews", new Document("stars", 3))).isOne();
        assertThat(count("remarks", new Document("text", "2024-01-01").append("plain", "2024-01-01")))
                .isOne();
        assertThat(count(StepJournal.COLLECTION, new Document())).isZero();
        try (MongoHistory history = MongoHistory.open(database)) {
            assertThat(history.validate()).isEmpty();
            assertThat(history.status().changes())
                    .extracting(ChangeStatus::state)
                    .containsOnly(ChangeState.APPLIED)
                    .hasSize(3);
            HistoryEntry entry = history.history().get(0);
            assertThat(entry.id()).isEqualTo("create-reviews");
            assertThat(entry.author()).isEqualTo("ana");
            assertThat(entry.file()).isEqualTo("001-reviews.yaml");
            assertThat(entry.checksum()).get().asString().matches("[0-9a-f]{64}");
            assertThat(entry.toolVersion()).get().asString().startsWith("Ficus ");
        }
    }

    @Test
    void recordIsInMongocksOwnFormat() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        up();
        Document row = in(db -> db.getCollection("mongockChangeLog").find().first());
        assertThat(row.keySet())
                .contains(
                        "executionId",
                        "changeId",
                        "author",
                        "timestamp",
                        "state",
                        "type",
                        "changeLogClass",
                        "changeSetMethod",
                        "metadata",
                        "executionMillis",
                        "executionHostname",
                        "errorTrace",
                        "systemChange");
        assertThat(row.getString("state")).isEqualTo("EXECUTED");
        assertThat(row.getString("type")).isEqualTo("EXECUTION");
        assertThat(count("mongockLock", new Document()))
                .as("the lock is released")
                .isZero();
    }

    @Test
    void readingMakesNoCollections() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        try (MongoHistory history = MongoHistory.open(database)) {
            assertThat(history.status().changes())
                    .containsExactly(
                            new ChangeStatus("create-reviews", "ana", "001-reviews.yaml", ChangeState.PENDING));
            assertThat(history.history()).isEmpty();
            assertThat(history.validate()).isEmpty();
        }
        assertThat(collections()).isEmpty();
    }

    @Test
    void editedFileIsRefusedAndNothingRuns() throws Exception {
        write("007-add-status.yaml", "id: 007-add-status\nsteps:\n  - apply: { createCollection: a }\n");
        up();
        String sum = history().get(0).checksum().orElseThrow();
        write("007-add-status.yaml", "id: 007-add-status\nsteps:\n  - apply: { createCollection: b }\n");
        write("008-next.yaml", "id: next\nsteps:\n  - apply: { createCollection: c }\n");
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.problems())
                .containsExactly(new Problem(
                        ErrorCode.CHECKSUM_MISMATCH,
                        "change 007-add-status was edited after it ran: step 1 is not what ran",
                        "migrations-mongo/007-add-status.yaml (database content)",
                        "restore the file as it ran (SHA-256 " + sum
                                + "), or put the new steps into a new change file; or, if the file says what the database"
                                + " has, record the edit with: ficus migrate repair --db content --change"
                                + " 007-add-status"));
        assertThat(refused.code().kind().exitCode()).isEqualTo(4);
        assertThat(collections()).doesNotContain("c");
        try (MongoHistory history = MongoHistory.open(database)) {
            assertThat(history.validate()).containsExactly(new HistoryProblem("007-add-status", refused.problem()));
        }
    }

    @Test
    void lineEndsByteOrderMarkAndDirectoryDoNotMatter() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        up();
        files = Files.createDirectories(directory.resolve("elsewhere").resolve("other"));
        database = with(database, files);
        write("001-reviews.yaml", "\uFEFF" + REVIEWS.replace("\n", "\r\n"));
        assertThat(up().applied()).isEmpty();
    }

    @Test
    void failedStepRollsBackTheStepsThatRanNewestFirstAndOnlyThose() throws Exception {
        write("001-broken.yaml", """
                id: broken
                steps:
                  - apply: { createCollection: a }
                    rollback: { dropCollection: a }
                  - apply: { insert: { collection: a, documents: [ { _id: 1 } ] } }
                    rollback: { delete: { collection: a, filter: { _id: 1 } } }
                  - apply: { insert: { collection: a, documents: [ { _id: 1, secret: hush } ] } }
                    rollback: { createCollection: never }
                  - apply: { createCollection: b }
                    rollback: { createCollection: never }
                """);
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.code()).isEqualTo(ErrorCode.CHANGE_FAILED);
        assertThat(failed.problem().what())
                .startsWith("change broken failed at step 3 of 4: error 11000: ")
                .doesNotContain("hush", "half applied");
        assertThat(failed.problem().where()).isEqualTo("migrations-mongo/001-broken.yaml (database content)");
        assertThat(failed.problem().fix())
                .isEqualTo("nothing of the change is left; correct the file, then run: ficus migrate up --db content");
        assertThat(collections()).doesNotContain("a", "b", "never");
        assertThat(in(db -> db.getCollection("mongockChangeLog").find().first()).getString("state"))
                .isEqualTo("ROLLED_BACK");
        write("001-broken.yaml", "id: broken\nsteps:\n  - apply: { createCollection: a }\n");
        assertThat(up().applied()).hasSize(1);
    }

    @Test
    void changeThatCannotBeUndoneIsHalfAppliedAndNotRunOver() throws Exception {
        write("001-broken.yaml", """
                id: broken
                steps:
                  - apply: { createCollection: a }
                  - apply: { createCollection: b }
                    rollback: { dropCollection: b }
                  - apply: { renameCollection: { from: missing, to: c } }
                """);
        FicusException failed = catchThrowableOfType(FicusException.class, this::up);
        assertThat(failed.problem().what()).contains("the change is half applied: 1 of 3 steps ran, step 3 failed: ");
        assertThat(collections()).contains("a").doesNotContain("b");
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        assertThat(again.problem().what())
                .startsWith("change broken is half applied: 1 of 3 steps ran, step 3 failed: ");
        try (MongoHistory history = MongoHistory.open(database)) {
            assertThat(history.status().changes())
                    .containsExactly(new ChangeStatus("broken", "", "001-broken.yaml", ChangeState.HALF_APPLIED));
        }
        in(db -> {
            db.getCollection("a").drop();
            return db.getCollection(StepJournal.COLLECTION).deleteMany(new Document("_id.change", "broken"));
        });
        write("001-broken.yaml", "id: broken\nsteps:\n  - apply: { createCollection: a }\n");
        assertThat(up().applied()).hasSize(1);
    }

    @Test
    void historyWriteThatFailsIsNotSwallowedAndTheChangeDoesNotRunTwice() throws Exception {
        write("001-first.yaml", "id: first\nsteps:\n  - apply: { createCollection: a }\n");
        up();
        write("002-second.yaml", """
                id: second
                steps:
                  - apply: { insert: { collection: a, documents: [ { once: 1 } ] } }
                  - apply: { createIndex: { collection: mongockChangeLog, keys: { state: 1 }, unique: true } }
                """);
        FicusException unrecorded = catchThrowableOfType(FicusException.class, this::up);
        assertThat(unrecorded.code()).isEqualTo(ErrorCode.HISTORY_WRITE_FAILED);
        assertThat(unrecorded.problem().what()).startsWith("change second ran, and its record could not be written: ");
        FicusException again = catchThrowableOfType(FicusException.class, this::up);
        assertThat(again.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
        assertThat(again.problem().what())
                .isEqualTo("change second is half applied: 2 of 2 steps ran, and the change was not recorded");
        assertThat(count("a", new Document("once", 1))).isOne();
    }

    @Test
    void transactionIsRefusedWhereTheServerHasNone() throws Exception {
        write("001-a.yaml", "id: a\ntransactional: true\nsteps:\n  - apply: { createCollection: a }\n");
        boolean transactions;
        try (MongoSession session = MongoSession.open(database)) {
            transactions = session.hasTransactions();
        }
        if (transactions) {
            assertThat(up().applied()).hasSize(1);
            return;
        }
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.code()).isEqualTo(ErrorCode.TRANSACTIONS_UNSUPPORTED);
        assertThat(collections()).doesNotContain("a");
    }

    @Test
    void lockOfAnotherRunIsRespectedAndItsHolderNamed() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        try (MongoSession other = MongoSession.open(database);
                MongoLock lock =
                        MongoLock.acquire(other.database(), "content", Duration.ofSeconds(1), Progress.SILENT)) {
            lock.check();
            FicusException held =
                    catchThrowableOfType(FicusException.class, () -> up(new UpOptions(Duration.ofMillis(600))));
            assertThat(held.code()).isEqualTo(ErrorCode.LOCK_HELD);
            assertThat(held.code().kind().exitCode()).isEqualTo(5);
            assertThat(held.problem().what())
                    .contains("@", "pid " + ProcessHandle.current().pid(), "lease until");
        }
        assertThat(up().applied()).as("the lock is free again").hasSize(1);
    }

    @Test
    void leaseOfARunThatDiedEndsByItself() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        in(db -> {
            db.getCollection("mongockLock")
                    .insertOne(new Document("key", "DEFAULT_KEY")
                            .append("status", "LOCK_HELD")
                            .append("owner", "ana@build-7 pid 1")
                            .append("expiresAt", new Date(System.currentTimeMillis() + 1500)));
            return true;
        });
        assertThat(up().applied()).hasSize(1);
    }

    @Test
    void changeCutOffInAStepIsHalfApplied() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        in(db -> {
            StepJournal journal = new StepJournal(db);
            MongoChange.ChangeKey key = new MongoChange.ChangeKey("create-reviews", "ana");
            journal.write(row(key, 1, StepRow.State.DONE));
            journal.write(row(key, 2, StepRow.State.STARTED));
            return true;
        });
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.problem())
                .isEqualTo(new Problem(
                        ErrorCode.CHANGE_HALF_APPLIED,
                        "change create-reviews is half applied: 1 of 2 steps ran, then the run was cut off in step 2,"
                                + " which may or may not have run",
                        "migrations-mongo/001-reviews.yaml (database content)",
                        "look in the database whether step 2 ran; if it did not, run it again and go on with: ficus migrate"
                                + " repair --db content --change create-reviews --resume --from 2; if it did, go on after"
                                + " it with: ficus migrate repair --db content --change create-reviews --resume --from 3;"
                                + " or, after you have run the rest by hand: ficus migrate repair --db content --change"
                                + " create-reviews --mark-applied; or, after you have undone what ran by hand: ficus"
                                + " migrate repair --db content --change create-reviews --mark-rolled-back"));
    }

    @Test
    void changeUnitsOfAnApplicationAreListedAndNotMissed() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        in(db -> {
            db.getCollection("mongockChangeLog")
                    .insertOne(new Document("executionId", "x")
                            .append("changeId", "from-the-application")
                            .append("author", "default_author")
                            .append("timestamp", new Date(0))
                            .append("state", "EXECUTED")
                            .append("type", "EXECUTION")
                            .append("changeLogClass", "shop.Unit")
                            .append("changeSetMethod", "run")
                            .append("executionMillis", 3L)
                            .append("systemChange", false));
            return true;
        });
        assertThat(up().applied()).hasSize(1);
        assertThat(history()).extracting(HistoryEntry::id).containsExactly("from-the-application", "create-reviews");
        try (MongoHistory history = MongoHistory.open(database)) {
            assertThat(history.validate()).isEmpty();
        }
    }

    @Test
    void serverThatDoesNotAnswerIsAnErrorOfTheEnvironment() throws Exception {
        write("001-reviews.yaml", REVIEWS);
        database = new DatabaseSettings(
                "content",
                DatabaseKind.MONGO,
                "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=300",
                Optional.of("ana"),
                Optional.of("hush"),
                Optional.of(files));
        FicusException refused = catchThrowableOfType(FicusException.class, this::up);
        assertThat(refused.code()).isEqualTo(ErrorCode.CANNOT_CONNECT);
        assertThat(refused.getMessage()).doesNotContain("hush");
    }

    private static StepRow row(MongoChange.ChangeKey key, int number, StepRow.State state) {
        return new StepRow(
                key, "001-reviews.yaml", StepRow.Direction.UP, number, 2, state, Optional.empty(), Optional.empty());
    }

    private UpReport up() {
        return up(UpOptions.DEFAULT);
    }

    private UpReport up(UpOptions options) {
        try (MongoHistory history = MongoHistory.open(database)) {
            return history.up(options, Progress.SILENT);
        }
    }

    private List<HistoryEntry> history() {
        try (MongoHistory history = MongoHistory.open(database)) {
            return history.history();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(files.resolve(name), text);
    }

    private long count(String collection, Document filter) {
        return in(db -> db.getCollection(collection).countDocuments(filter));
    }

    private List<String> collections() {
        return in(db -> db.listCollectionNames().into(new ArrayList<>()));
    }

    private <T> T in(Function<MongoDatabase, T> work) {
        try (MongoSession session = MongoSession.open(database)) {
            return work.apply(session.database());
        }
    }

    private static DatabaseSettings with(DatabaseSettings database, Path migrations) {
        return new DatabaseSettings(
                database.name(),
                database.kind(),
                database.url(),
                database.user(),
                database.password(),
                Optional.of(migrations));
    }
}
