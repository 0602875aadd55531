package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
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
import java.util.OptionalInt;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fresh database and an empty directory. Where no real MongoDB is given, the server is mongo-java-server, a stand-in
 * written in Java: no transactions, and not every command.
 */
abstract class MongoFixture {
    static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    Path files;
    DatabaseSettings database;

    @BeforeEach
    final void freshDatabase() throws IOException {
        files = Files.createDirectory(directory.resolve("migrations-mongo"));
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.MONGO).freshDatabase("content");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(files));
    }

    final void write(String name, String text) throws IOException {
        Files.writeString(files.resolve(name), text);
    }

    /** A change that makes the collection of its name, and drops it. */
    final void collection(String name) throws IOException {
        write(
                name + ".yaml",
                "id: " + name + "\nsteps:\n  - apply: { createCollection: " + name
                        + " }\n    rollback: { dropCollection: " + name + " }\n");
    }

    final <T> T with(Function<MongoHistory, T> work) {
        try (MongoHistory history = MongoHistory.open(database)) {
            return work.apply(history);
        }
    }

    final UpReport up() {
        return up(UpOptions.DEFAULT);
    }

    final UpReport up(UpOptions options) {
        return with(history -> history.up(options, Progress.SILENT));
    }

    final List<String> applied(UpReport report) {
        return report.applied().stream().map(UpReport.AppliedChange::id).toList();
    }

    final List<String> undone(Target target) {
        DownOptions options = new DownOptions(PATIENT, target, Optional.empty());
        return with(history -> history.down(options, Progress.SILENT, StopSignal.NEVER)).undone().stream()
                .map(DownReport.UndoneChange::id)
                .toList();
    }

    final RepairReport repair(String change, RepairOptions.Action action) {
        return repair(new RepairOptions(new ChangeReference(change), action, PATIENT));
    }

    final RepairReport resume(String change, int from) {
        return repair(new RepairOptions(
                new ChangeReference(change), RepairOptions.Action.RESUME, OptionalInt.of(from), PATIENT));
    }

    final RepairReport repair(RepairOptions options) {
        return with(history -> history.repair(options, Progress.SILENT));
    }

    final ChangeState state(String id) {
        return with(MongoHistory::status).changes().stream()
                .filter(change -> change.id().equals(id))
                .map(ChangeStatus::state)
                .findFirst()
                .orElseThrow();
    }

    final List<String> recorded() {
        return with(MongoHistory::history).stream().map(HistoryEntry::id).toList();
    }

    final long count(String collection, Document filter) {
        return in(db -> db.getCollection(collection).countDocuments(filter));
    }

    /** One field of every row of Mongock's record, in the order in which they were inserted. */
    final List<String> rows(String field, Document filter) {
        return in(db -> db.getCollection("mongockChangeLog")
                .find(filter)
                .sort(new Document("$natural", 1))
                .map(row -> row.getString(field))
                .into(new ArrayList<>()));
    }

    final List<String> collections() {
        return in(db -> db.listCollectionNames().into(new ArrayList<>()));
    }

    final <T> T in(Function<MongoDatabase, T> work) {
        try (MongoSession session = MongoSession.open(database)) {
            return work.apply(session.database());
        }
    }
}
