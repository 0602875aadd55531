package dev.ficus.migrations.mongo.drift;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.drift.SchemaObject;
import dev.ficus.core.drift.SchemaObject.Key;
import dev.ficus.core.drift.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The collections, views, validators and indexes of a database. The collections of the server, of Mongock and of Ficus are
 * left out, and so is the index over {@code _id} that every collection has. Only reads.
 */
public final class MongoCatalog {
    private static final Pattern NOT_THE_USERS = Pattern.compile("system\\..*|mongock.*|ficus_.*");
    /** A validator is an object of its own. */
    private static final Set<String> LEFT_OUT_OF_OPTIONS =
            Set.of("validator", "validationLevel", "validationAction", "uuid");
    /** What is told elsewhere, and what the server adds and nobody asks for. */
    private static final Set<String> LEFT_OUT_OF_INDEXES = Set.of("v", "ns", "name", "key", "background");

    private MongoCatalog() {}

    /** The objects as they are now. */
    public static Snapshot read(MongoDatabase database) {
        List<SchemaObject> objects = new ArrayList<>();
        for (BsonDocument collection : database.listCollections(BsonDocument.class)) {
            String name = collection.getString("name").getValue();
            if (!NOT_THE_USERS.matcher(name).matches()) {
                objects.addAll(collection(
                        collection, () -> database.getCollection(name).listIndexes(BsonDocument.class)));
            }
        }
        return new Snapshot(objects);
    }

    /**
     * A collection or view and what is inside it.
     *
     * @param collection as {@code listCollections} answers
     * @param indexes as {@code listIndexes} answers; not asked for a view, which has none
     */
    static List<SchemaObject> collection(BsonDocument collection, Supplier<Iterable<BsonDocument>> indexes) {
        String name = collection.getString("name").getValue();
        String type = collection.getString("type", new BsonString("collection")).getValue();
        BsonDocument options =
                collection.getDocument("options", new BsonDocument()).clone();
        Key key = new Key(type.equals("view") ? "view" : "collection", name);
        List<SchemaObject> objects = new ArrayList<>();
        validator(key, options).ifPresent(objects::add);
        LEFT_OUT_OF_OPTIONS.forEach(options::remove);
        objects.add(new SchemaObject(key, Optional.empty(), type + " " + CanonicalJson.ofOptions(options)));
        if (!type.equals("view")) {
            indexes.get().forEach(index -> index(key, index).ifPresent(objects::add));
        }
        return objects;
    }

    /** Level and action that are not told are the server's defaults. */
    private static Optional<SchemaObject> validator(Key collection, BsonDocument options) {
        BsonDocument validator = options.getDocument("validator", new BsonDocument());
        if (validator.isEmpty()) {
            return Optional.empty();
        }
        String level =
                options.getString("validationLevel", new BsonString("strict")).getValue();
        String action =
                options.getString("validationAction", new BsonString("error")).getValue();
        return Optional.of(new SchemaObject(
                new Key("validator", collection.name()),
                Optional.of(collection),
                CanonicalJson.of(validator) + " level " + level + ", action " + action));
    }

    private static Optional<SchemaObject> index(Key collection, BsonDocument index) {
        String name = index.getString("name").getValue();
        BsonDocument options = index.clone();
        LEFT_OUT_OF_INDEXES.forEach(options::remove);
        String keys = CanonicalJson.of(index.getDocument("key"));
        SchemaObject object = new SchemaObject(
                new Key("index", collection.name() + "." + name),
                Optional.of(collection),
                options.isEmpty() ? keys : keys + " " + CanonicalJson.ofOptions(options));
        return name.equals("_id_") ? Optional.empty() : Optional.of(object);
    }
}
