package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.drift.ScratchName;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.DriftReport.Difference;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift on the server of {@link MongoHistoryIT}: without a real MongoDB, a stand-in. */
class MongoDriftIT {
    private static final String REVIEWS = """
            id: create-reviews
            steps:
              - apply: { createCollection: reviews }
              - apply: { createIndex: { collection: reviews, keys: { product: 1, created: -1 }, name: by_product } }
              - apply: { createIndex: { collection: reviews, keys: { code: 1 }, name: by_code, unique: true } }
              - apply: { insert: { collection: implied, documents: [ { n: 1 } ] } }
            """;

    @TempDir
    private Path parent;

    private Path directory;
    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() throws IOException {
        directory = Files.createDirectory(parent.resolve("migrations"));
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.MONGO).freshDatabase("content");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
    }

    @AfterEach
    void noReportLeavesAScratchDatabase() {
        assertThat(scratches()).isEmpty();
    }

    @Test
    void thereIsNoDriftAfterUp() throws Exception {
        up(REVIEWS);
        DriftReport report = drift();
        assertThat(report.differences()).isEmpty();
        assertThat(report.changes()).isOne();
        assertThat(report.objects()).isEqualTo(4);
        assertThat(report.scratch()).startsWith("ficus_drift_").endsWith(" on the server of content");
    }

    @Test
    void whatWasDoneBehindTheHistorysBackIsTold() throws Exception {
        up(REVIEWS);
        in(real -> {
            real.getCollection("reviews").dropIndex("by_product");
            real.runCommand(
                    Document.parse("{createIndexes: 'reviews', indexes: [{key: {product: 1}, name: 'by_product'}]}"));
            real.getCollection("reviews").dropIndex("by_code");
            real.runCommand(
                    Document.parse("{createIndexes: 'reviews', indexes: [{key: {n: 1}, name: 'by_n', sparse: true}]}"));
            real.getCollection("implied").drop();
            real.createCollection("extra");
            return real.runCommand(
                    Document.parse("{createIndexes: 'extra', indexes: [{key: {n: 1}, name: 'inside'}]}"));
        });
        assertThat(drift().differences())
                .map(MongoDriftIT::line)
                .containsExactly(
                        "UNEXPECTED collection extra:  => collection {}",
                        "MISSING collection implied: collection {} => ",
                        "MISSING index reviews.by_code: {\"code\": 1} {\"unique\": true} => ",
                        "UNEXPECTED index reviews.by_n:  => {\"n\": 1} {\"sparse\": true}",
                        "CHANGED index reviews.by_product: {\"product\": 1, \"created\": -1} => {\"product\": 1}");
    }

    @Test
    void nothingIsWrittenToTheDatabase() throws Exception {
        up(REVIEWS);
        List<String> before = dump();
        drift();
        assertThat(before).isNotEmpty();
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void changesThatAreNotRecordedAreNotReplayed() throws Exception {
        up(REVIEWS);
        write("009-pending.yaml", "id: pending\nsteps:\n  - apply: { createCollection: pending }\n");
        assertThat(drift().differences()).isEmpty();
    }

    @Test
    void editedChangesAreRefusedAsValidateTells() throws Exception {
        up(REVIEWS);
        write("001.yaml", REVIEWS + "# edited\n");
        List<Problem> problems;
        try (MongoHistory history = MongoHistory.open(database)) {
            problems = history.validate().stream().map(HistoryProblem::problem).toList();
        }
        FicusException refusal = refused(ErrorCode.CHECKSUM_MISMATCH, () -> drift());
        assertThat(refusal.problems()).hasSize(1).isEqualTo(problems);
    }

    @Test
    void aHistoryThatDoesNotReplayIsRefusedAndItsScratchDropped() throws Exception {
        in(real -> {
            real.createCollection("made_by_hand");
            return 0;
        });
        up("id: by-hand\nsteps:\n  - apply: { renameCollection: { from: made_by_hand, to: renamed } }\n");
        FicusException refusal = refused(ErrorCode.CHANGE_FAILED, () -> drift());
        assertThat(refusal.problem().what()).startsWith("the history does not replay on an empty database: ");
        assertThat(refusal.problem().where()).endsWith("001.yaml (database content) on the scratch database");
    }

    @Test
    void aReportThatIsAskedToStopEndsBetweenTwoChanges() throws Exception {
        up(REVIEWS);
        refused(ErrorCode.INTERRUPTED, () -> drift(Optional.empty(), Progress.SILENT, () -> true));
    }

    @Test
    void whatAKilledReportLeftIsDroppedByTheNextAndALiveOneIsLeftAlone() throws Exception {
        up(REVIEWS);
        String other = ScratchName.next();
        try (MongoSession session = MongoSession.open(database)) {
            MongoDatabase scratch = session.client().getDatabase(other);
            try (MongoLock lock = MongoLock.acquire(scratch, "content", Duration.ZERO, Progress.SILENT)) {
                drift();
                assertThat(scratches()).as("a scratch whose lease lives").containsExactly(other);
            }
            scratch.createCollection("left");
            drift();
        }
    }

    @Test
    void aScratchThatIsGivenIsUsedAndStays() throws Exception {
        up(REVIEWS);
        DatabaseSettings scratch = SharedServers.server(DatabaseKind.MONGO).freshDatabase("scratch");
        assertThat(drift(Optional.of(scratch), Progress.SILENT, StopSignal.NEVER)
                        .scratch())
                .isEqualTo(scratch.safeUrl());
        FicusException refusal = refused(
                ErrorCode.TABLE_NOT_EMPTY, () -> drift(Optional.of(scratch), Progress.SILENT, StopSignal.NEVER));
        assertThat(refusal.problem().what()).isEqualTo("the scratch database is not empty: it has collection implied");
    }

    @Test
    void aRunThatIsGoingOnIsNotReadHalfway() throws Exception {
        up(REVIEWS);
        try (MongoSession session = MongoSession.open(database);
                MongoLock lock = MongoLock.acquire(session.database(), "content", Duration.ZERO, Progress.SILENT)) {
            assertThat(refused(ErrorCode.LOCK_HELD, () -> drift()).problem().what())
                    .startsWith("another run is going on: ");
        }
    }

    private void up(String file) throws IOException {
        write("001.yaml", file);
        try (MongoHistory history = MongoHistory.open(database)) {
            history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    private DriftReport drift() {
        return drift(Optional.empty(), Progress.SILENT, StopSignal.NEVER);
    }

    private DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop) {
        try (MongoHistory history = MongoHistory.open(database)) {
            return history.drift(scratch, progress, stop);
        }
    }

    private static FicusException refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        FicusException failure = catchThrowableOfType(FicusException.class, work);
        assertThat(failure).as("a refusal with " + code).isNotNull();
        assertThat(failure.code()).isEqualTo(code);
        return failure;
    }

    private List<String> dump() {
        return in(real -> {
            List<String> lines = new ArrayList<>();
            for (Document collection : real.listCollections()) {
                lines.add(collection.toJson());
                String name = collection.getString("name");
                real.getCollection(name).find().forEach(row -> lines.add(row.toJson()));
                real.getCollection(name).listIndexes().forEach(index -> lines.add(index.toJson()));
            }
            return lines;
        });
    }

    private List<String> scratches() {
        try (MongoSession session = MongoSession.open(database)) {
            List<String> names = new ArrayList<>();
            session.client().listDatabaseNames().into(names);
            return names.stream().filter(ScratchName::matches).toList();
        }
    }

    private <T> T in(Function<MongoDatabase, T> work) {
        try (MongoSession session = MongoSession.open(database)) {
            return work.apply(session.database());
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static String line(Difference difference) {
        return difference.kind() + " " + difference.type() + " " + difference.name() + ": "
                + difference.expected().orElse("") + " => "
                + difference.actual().orElse("");
    }
}
