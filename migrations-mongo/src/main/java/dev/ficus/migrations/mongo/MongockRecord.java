package dev.ficus.migrations.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.mongock.driver.api.entry.ChangeEntry;
import io.mongock.driver.api.entry.ChangeState;
import io.mongock.driver.api.entry.ChangeType;
import io.mongock.driver.mongodb.sync.v4.repository.MongoSync4ChangeEntryRepository;
import io.mongock.driver.mongodb.sync.v4.repository.ReadWriteConfiguration;
import io.mongock.utils.DateUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code mongockChangeLog}, read and written through Mongock's own repository, so that an application
 * with Mongock sees our rows and we see its rows. A change stands as applied where the newest of its rows that is
 * EXECUTED or ROLLED_BACK is EXECUTED, as in Mongock.
 *
 * <p>Mongock's runner drops the exception of a history write that fails, and tells of success. Here it is thrown, and
 * every row of a change that ran is read back.
 */
final class MongockRecord {
    static final String COLLECTION = "mongockChangeLog";

    private static final Set<ChangeState> DECIDING = EnumSet.of(ChangeState.EXECUTED, ChangeState.ROLLED_BACK);

    private final ChangeEntries entries = new ChangeEntries();
    private final MongoCollection<Document> collection;
    private final MongoSync4ChangeEntryRepository repository;

    MongockRecord(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
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
        return current().stream()
                .filter(entry -> entry.getType() != ChangeType.BEFORE_EXECUTION)
                .map(ChangeEntries::recorded)
                .toList();
    }

    /** True where the method before the execution of a unit has run, for Mongock or for us. */
    boolean hasRunBefore(MongoChange.ChangeKey unit) {
        return current().stream()
                .anyMatch(entry -> entry.getType() == ChangeType.BEFORE_EXECUTION
                        && entry.getChangeId().equals(ChangeEntries.before(unit.id()))
                        && Objects.equals(entry.getAuthor(), unit.author()));
    }

    /**
     * Records that a change ran, or was taken back, inside {@code transaction} where there is one.
     *
     * @throws RuntimeException of the driver, or {@link StepFailure} where the row is not there afterwards
     */
    void write(MongoChange change, ChangeState state, Duration took, @Nullable ClientSession transaction) {
        repository.setClientSession(transaction);
        try {
            if (change.isUnit() && change.steps().size() > 1) {
                repository.saveOrUpdate(entries.before(change, state, nextTime()));
            }
            repository.saveOrUpdate(entries.of(change, state, took, nextTime(), Optional.empty()));
        } finally {
            repository.clearClientSession();
        }
        if (transaction == null && !isWritten(change.key(), state)) {
            throw new StepFailure(0, 0, "the row is not in " + COLLECTION);
        }
    }

    /** Records that a change failed; never inside its transaction, with which the row would vanish. */
    void failed(MongoChange change, ChangeState state, Duration took, String error) {
        if (state == ChangeState.ROLLED_BACK && hasRunBefore(change.key())) {
            repository.saveOrUpdate(entries.before(change, state, nextTime()));
        }
        repository.saveOrUpdate(entries.of(change, state, took, nextTime(), Optional.of(error)));
    }

    /** Takes a change out of what is applied, without its file. Its rows stay, for Mongock and for whoever asks. */
    void forget(RecordedChange change) {
        if (hasRunBefore(change.key())) {
            repository.saveOrUpdate(
                    entries.forgotten(change, ChangeEntries.before(change.key().id()), nextTime()));
        }
        repository.saveOrUpdate(entries.forgotten(change, change.key().id(), nextTime()));
    }

    /**
     * Records that these changes are applied, in one command and the last one first: what a crash leaves of it makes every
     * other change sort before one that ran, so that {@code up} refuses, and a second baseline writes the rest.
     */
    void baseline(List<MongoChange> changes, @Nullable ClientSession transaction) {
        long first = nextTime().getTime();
        List<Document> rows = new ArrayList<>();
        for (int at = changes.size() - 1; at >= 0; at--) {
            MongoChange change = changes.get(at);
            if (change.isUnit() && change.steps().size() > 1) {
                rows.add(repository.toEntity(entries.before(change, ChangeState.EXECUTED, new Date(first + at))));
            }
            rows.add(repository.toEntity(entries.baselined(change, new Date(first + at))));
        }
        if (transaction == null) {
            collection.insertMany(rows);
        } else {
            collection.insertMany(transaction, rows);
        }
    }

    /** The file's text as it is now is what ran. */
    void recordEdit(RecordedChange change, MongoChange file, Document edit) {
        Document now =
                new Document("metadata.sha256", file.checksum().orElseThrow()).append("metadata.steps", file.hashes());
        update(change, new Document("$set", now).append("$push", new Document("metadata.edits", edit)));
    }

    /** Rows of Mongock may have null in place of metadata. */
    void tag(RecordedChange change, String tag) {
        Document row = collection.find(row(change)).first();
        boolean has = row != null && row.get("metadata") instanceof Document;
        update(
                change,
                new Document(
                        "$set",
                        has ? new Document("metadata.tag", tag) : new Document("metadata", new Document("tag", tag))));
    }

    /** True where this run recorded the change in this state. */
    boolean isWritten(MongoChange.ChangeKey key, ChangeState state) {
        return collection
                        .find(Filters.and(
                                Filters.eq("executionId", entries.executionId()),
                                Filters.eq("changeId", key.id()),
                                Filters.eq("author", key.author()),
                                Filters.eq("state", state.name())))
                        .first()
                != null;
    }

    private List<ChangeEntry> current() {
        return repository.getEntriesMap().values().stream()
                .map(rows -> rows.stream()
                        .filter(row -> DECIDING.contains(row.getState()))
                        .findFirst())
                .flatMap(Optional::stream)
                .filter(ChangeEntry::isExecuted)
                .filter(entry -> !entry.isSystemChange())
                .sorted(Comparator.comparing(ChangeEntry::getTimestamp))
                .toList();
    }

    private void update(RecordedChange change, Document update) {
        if (collection.updateOne(row(change), update).getMatchedCount() != 1) {
            throw new StepFailure(0, 0, "the row of change " + change.key().id() + " is not in " + COLLECTION);
        }
    }

    private static Bson row(RecordedChange change) {
        return Filters.and(
                Filters.eq("executionId", change.execution()),
                Filters.eq("changeId", change.key().id()),
                Filters.in(
                        "author",
                        change.key().author(),
                        change.key().author().isEmpty() ? null : change.key().author()));
    }

    /** Later than every row, whatever the clock of this machine says, as the newest row decides. */
    private Date nextTime() {
        Document newest = collection.find().sort(Sorts.descending("timestamp")).first();
        Date last = newest == null ? null : DateUtils.toDate(newest.get("timestamp"));
        long now = System.currentTimeMillis();
        return new Date(last == null ? now : Math.max(now, last.getTime() + 1));
    }
}
