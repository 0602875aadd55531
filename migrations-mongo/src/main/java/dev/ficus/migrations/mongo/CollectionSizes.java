package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoDatabase;
import java.util.Locale;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** How large collections are, from their metadata: no document is read. */
@FunctionalInterface
interface CollectionSizes {
    /** Nothing is known: there is no connection. */
    CollectionSizes UNKNOWN = collection -> Optional.empty();

    /** Such as {@code about 12,000,000 documents}; empty where there is none. */
    Optional<String> words(String collection);

    static CollectionSizes of(MongoDatabase database) {
        return collection -> {
            long documents = database.getCollection(collection).estimatedDocumentCount();
            return documents == 0
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT, "about %,d %s", documents, documents == 1 ? "document" : "documents"));
        };
    }

    /** Such as {@code MongoDB 7.0.5}. */
    static String server(MongoDatabase database) {
        BsonDocument info =
                database.runCommand(new BsonDocument("buildInfo", new org.bson.BsonInt32(1)), BsonDocument.class);
        return "MongoDB " + info.getString("version", new BsonString("unknown")).getValue();
    }
}
