package dev.ficus.migrations.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.ficus.core.history.RanBy;
import dev.ficus.core.history.ToolVersion;
import io.mongock.driver.api.entry.ChangeEntry;
import io.mongock.driver.api.entry.ChangeState;
import io.mongock.driver.api.entry.ChangeType;
import io.mongock.driver.mongodb.sync.v4.repository.MongoSync4ChangeEntryRepository;
import io.mongock.driver.mongodb.sync.v4.repository.ReadWriteConfiguration;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code mongockChangeLog}, read and written through Mongock's own repository, so that an application
 * with Mongock sees our rows and we see its rows. Our rows carry file, checksum and tool in {@code metadata}.
 *
 * <p>Mongock's runner drops the exception of a history write that fails, and tells of success. Here it is thrown, and
 * every row of a change that ran is read back.
 */
final class MongockRecord {
    static final String COLLECTION = "mongockChangeLog";

    private final String executionId = UUID.randomUUID().toString();
    private final MongoCollection<Document> collection;
    private final MongoSync4ChangeEntryRepository repository;

    MongockRecord(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION);
        this.repository = new MongoSync4ChangeEntryRepository(
                collection,
                new ReadWriteConfiguration(
                        WriteConcern.MAJORITY.withJournal(true), ReadConcern.MAJORITY, ReadPreference.primary()));
    }

    /** Makes the collection and its unique index where they are missing. */
    void prepare() {
        repository.initialize();
    }

    /** The changes that stand as executed, the oldest first. Reading makes no collection. */
    List<RecordedChange> executed() {
        return repository.getAllEntriesWithCurrentState().stream()
                .filter(ChangeEntry::isExecuted)
                .filter(entry -> !entry.isSystemChange())
                .sorted((one, other) -> one.getTimestamp().compareTo(other.getTimestamp()))
                .map(MongockRecord::recorded)
                .toList();
    }

    /**
     * Records that a change ran, inside {@code transaction} where there is one.
     *
     * @throws RuntimeException of the driver, or {@link StepFailure} where the row is not there afterwards
     */
    void executed(MongoChange change, Duration took, @Nullable ClientSession transaction) {
        repository.setClientSession(transaction);
        try {
            repository.saveOrUpdate(entry(change, ChangeState.EXECUTED, took, Optional.empty()));
        } finally {
            repository.clearClientSession();
        }
        if (transaction == null && !isRecorded(change)) {
            throw new StepFailure(0, 0, "the row is not in " + COLLECTION);
        }
    }

    /** Records that a change failed; never inside its transaction, with which the row would vanish. */
    void failed(MongoChange change, ChangeState state, Duration took, String error) {
        repository.saveOrUpdate(entry(change, state, took, Optional.of(error)));
    }

    /** True where this run recorded the change as executed. */
    boolean isRecorded(MongoChange change) {
        return collection
                        .find(Filters.and(
                                Filters.eq("executionId", executionId),
                                Filters.eq("changeId", change.id()),
                                Filters.eq("author", change.key().author()),
                                Filters.eq("state", ChangeState.EXECUTED.name())))
                        .first()
                != null;
    }

    private ChangeEntry entry(MongoChange change, ChangeState state, Duration took, Optional<String> error) {
        Document metadata = new Document("file", change.file())
                .append("sha256", change.checksum())
                .append("steps", change.steps().size())
                .append("ranBy", RanBy.current())
                .append("toolVersion", ToolVersion.current());
        return new ChangeEntry(
                executionId,
                change.id(),
                change.key().author(),
                new Date(),
                state,
                ChangeType.EXECUTION,
                change.file(),
                "apply",
                took.toMillis(),
                RanBy.current(),
                metadata,
                error.orElse(null),
                false);
    }

    private static RecordedChange recorded(ChangeEntry entry) {
        Optional<Document> metadata = entry.getMetadata() instanceof Document document && document.containsKey("sha256")
                ? Optional.of(document)
                : Optional.empty();
        return new RecordedChange(
                new MongoChange.ChangeKey(
                        entry.getChangeId(),
                        Optional.ofNullable(entry.getAuthor()).orElse("")),
                metadata.map(ours -> ours.getString("file")).orElseGet(() -> String.valueOf(entry.getChangeLogClass())),
                metadata.map(ours -> ours.getString("sha256")),
                entry.getTimestamp().toInstant(),
                entry.getExecutionMillis() < 0 ? OptionalLong.empty() : OptionalLong.of(entry.getExecutionMillis()),
                metadata.map(ours -> ours.getString("ranBy"))
                        .or(() -> Optional.ofNullable(entry.getExecutionHostname())),
                Optional.of(metadata.map(ours -> ours.getString("toolVersion")).orElse("Mongock")));
    }
}
