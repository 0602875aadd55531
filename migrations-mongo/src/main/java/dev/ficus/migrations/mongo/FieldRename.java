package dev.ficus.migrations.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Renames a field of many documents, some at a time in the order of {@code _id}, so that no write runs for long. A
 * document that is done has the old field no more, so the operation may be cut off anywhere and run again.
 *
 * <p>Refuses documents that have both fields, as a rename would drop one of the two values.
 */
final class FieldRename {
    /** A pass reads the collection once; an application that goes on writing the old name would never let it end. */
    private static final int PASSES = 5;

    private final StepExecutor executor;
    private final @Nullable ClientSession transaction;
    private final MongoCollection<BsonDocument> collection;
    private final String from;
    private final String to;
    private final int batch;
    private final BsonDocument with;

    FieldRename(
            StepExecutor executor,
            MongoDatabase database,
            BsonDocument operation,
            @Nullable ClientSession transaction) {
        this.executor = executor;
        this.transaction = transaction;
        this.collection = database.getCollection(
                operation.getString(Operation.FIELD_RENAME).getValue(), BsonDocument.class);
        this.from = operation.getString("from").getValue();
        this.to = operation.getString("to").getValue();
        this.batch = operation.getNumber("batch").intValue();
        this.with = matching(operation);
    }

    /** The documents that an operation is about: those with the old field. */
    static BsonDocument matching(BsonDocument operation) {
        return and(
                operation.getDocument("filter"),
                present(operation.getString("from").getValue()));
    }

    void run(String subject, Progress progress) {
        long both = count(and(with, present(to)));
        if (both > 0) {
            throw StepFailure.refused(both + " documents of " + name() + " have both " + from + " and " + to
                    + ", and a rename would drop one of the two values");
        }
        long total = count(with);
        long done = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            long before = done;
            done = pass(before, total, subject, progress);
            if (done == before) {
                return;
            }
        }
        throw new StepFailure(
                0,
                (int) Math.min(done, Integer.MAX_VALUE),
                "documents with the field " + from + " keep coming into " + name() + ": something still writes it");
    }

    /** How many documents are done now, those of the passes before included. */
    private long pass(long before, long total, String subject, Progress progress) {
        long done = before;
        FindIterable<BsonDocument> found =
                transaction == null ? collection.find(with) : collection.find(transaction, with);
        BsonDocument id = new BsonDocument("_id", new BsonInt32(1));
        try (MongoCursor<BsonDocument> cursor =
                found.projection(id).sort(id).batchSize(batch).iterator()) {
            while (cursor.hasNext()) {
                done += rename(batch(cursor));
                long most = Math.max(done, total);
                progress.on(new ProgressEvent.Count(
                        subject, done, OptionalLong.of(most), "documents", "renaming " + from + " to " + to));
            }
        }
        return done;
    }

    private List<BsonValue> batch(MongoCursor<BsonDocument> cursor) {
        List<BsonValue> ids = new ArrayList<>();
        while (ids.size() < batch && cursor.hasNext()) {
            ids.add(cursor.next().get("_id"));
        }
        return ids;
    }

    private int rename(List<BsonValue> ids) {
        BsonDocument chosen = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)));
        BsonDocument update = new BsonDocument("q", and(chosen, with))
                .append("u", new BsonDocument("$rename", new BsonDocument(from, new BsonString(to))))
                .append("multi", BsonBoolean.TRUE);
        BsonDocument command =
                new BsonDocument("update", new BsonString(name())).append("updates", new BsonArray(List.of(update)));
        if (transaction == null) {
            command.append("writeConcern", new BsonDocument("w", new BsonString("majority")));
        }
        executor.send(command, transaction);
        return ids.size();
    }

    private long count(BsonDocument query) {
        return collection.countDocuments(query);
    }

    private String name() {
        return collection.getNamespace().getCollectionName();
    }

    private static BsonDocument present(String field) {
        return new BsonDocument(field, new BsonDocument("$exists", BsonBoolean.TRUE));
    }

    private static BsonDocument and(BsonDocument one, BsonDocument other) {
        return one.isEmpty() ? other : new BsonDocument("$and", new BsonArray(List.of(one, other)));
    }
}
