package dev.ficus.migrations.mongo;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collection {@code ficus_step}: what of a change without a transaction has run, or has been undone. A row is written
 * before and after each step, so after a crash the rows tell what ran, save that a row STARTED means that its step may
 * have run. Applied steps are always the first ones of a change, undone steps the last ones.
 */
final class StepJournal {
    static final String COLLECTION = "ficus_step";

    private final MongoCollection<Document> collection;

    StepJournal(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    void write(StepRow row) {
        Document id = new Document("change", row.key().id())
                .append("author", row.key().author())
                .append("number", row.number());
        Document document = new Document("_id", id)
                .append("file", row.file())
                .append("direction", row.direction().name())
                .append("total", row.total())
                .append("state", row.state().name())
                .append("hash", row.hash().orElse(null))
                .append("error", row.error().orElse(null))
                .append("at", Date.from(Instant.now()));
        collection.replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true));
    }

    void delete(MongoChange.ChangeKey key, int number) {
        collection.deleteOne(Filters.and(of(key), Filters.eq("_id.number", number)));
    }

    /** Forgets the change; the record tells from then on what holds. */
    void delete(MongoChange.ChangeKey key) {
        collection.deleteMany(of(key));
    }

    /** All rows, by change and number. Reading makes no collection. */
    List<StepRow> rows() {
        return collection
                .find()
                .sort(Sorts.ascending("_id.change", "_id.author", "_id.number"))
                .map(StepJournal::row)
                .into(new ArrayList<>());
    }

    List<StepRow> rows(MongoChange.ChangeKey key) {
        return rows().stream().filter(row -> row.key().equals(key)).toList();
    }

    private static Bson of(MongoChange.ChangeKey key) {
        return Filters.and(Filters.eq("_id.change", key.id()), Filters.eq("_id.author", key.author()));
    }

    private static StepRow row(Document document) {
        Document id = document.get("_id", Document.class);
        return new StepRow(
                new MongoChange.ChangeKey(id.getString("change"), id.getString("author")),
                document.getString("file"),
                StepRow.Direction.valueOf(document.get("direction", StepRow.Direction.UP.name())),
                id.getInteger("number"),
                document.getInteger("total"),
                StepRow.State.valueOf(document.getString("state")),
                Optional.ofNullable(document.getString("hash")),
                Optional.ofNullable(document.getString("error")));
    }
}
