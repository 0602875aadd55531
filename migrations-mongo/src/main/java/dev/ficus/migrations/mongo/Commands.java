package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Turns the fields of an operation into the command that the server gets.
 * Source: MongoDB manual, "Database Commands".
 */
final class Commands {
    private static final int BATCH = 1000;

    private Commands() {}

    /** @param fields complete and of the right types; used up */
    static BsonDocument command(String kind, BsonDocument fields) {
        return switch (kind) {
            case "createCollection" -> start("create", take(fields, "name"), fields);
            case "dropCollection" -> start("drop", take(fields, "name"), fields);
            case "renameCollection" -> start("renameCollection", take(fields, "from"), fields);
            case "createIndex" -> createIndex(fields);
            case "dropIndex" ->
                new BsonDocument("dropIndexes", take(fields, "collection")).append("index", take(fields, "name"));
            case "setValidator" -> setValidator(fields);
            case "aggregate" -> aggregate(fields);
            case Operation.FIELD_RENAME -> renameField(fields);
            case "insert" ->
                new BsonDocument("insert", take(fields, "collection")).append("documents", take(fields, "documents"));
            case "update" -> update(fields);
            case "delete" -> delete(fields);
            default -> fields;
        };
    }

    private static BsonDocument start(String name, BsonValue value, BsonDocument rest) {
        BsonDocument command = new BsonDocument(name, value);
        command.putAll(rest);
        return command;
    }

    private static BsonDocument createIndex(BsonDocument fields) {
        BsonValue collection = take(fields, "collection");
        BsonDocument keys = take(fields, "keys").asDocument();
        BsonDocument index = new BsonDocument("key", keys);
        if (!fields.containsKey("name")) {
            index.append("name", new BsonString(indexName(keys)));
        }
        index.putAll(fields);
        return new BsonDocument("createIndexes", collection).append("indexes", new BsonArray(List.of(index)));
    }

    /** The name that MongoDB's own shells give: {@code product_1_created_-1}. */
    private static String indexName(BsonDocument keys) {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + "_" + direction(key.getValue()))
                .collect(Collectors.joining("_"));
    }

    private static String direction(BsonValue value) {
        if (value.isNumber()) {
            return Integer.toString(value.asNumber().intValue());
        }
        return value.isString() ? value.asString().getValue() : value.toString();
    }

    private static BsonDocument setValidator(BsonDocument fields) {
        BsonDocument command =
                new BsonDocument("collMod", take(fields, "collection")).append("validator", take(fields, "validator"));
        if (fields.containsKey("level")) {
            command.append("validationLevel", take(fields, "level"));
        }
        if (fields.containsKey("action")) {
            command.append("validationAction", take(fields, "action"));
        }
        return command;
    }

    /** Without a cursor the server refuses the command; the documents go into a collection and none comes back. */
    private static BsonDocument aggregate(BsonDocument fields) {
        BsonDocument command = new BsonDocument("aggregate", take(fields, "collection"))
                .append("pipeline", take(fields, "pipeline"))
                .append("cursor", new BsonDocument());
        command.putAll(fields);
        return command;
    }

    private static BsonDocument renameField(BsonDocument fields) {
        BsonDocument operation = new BsonDocument(Operation.FIELD_RENAME, take(fields, "collection"))
                .append("from", take(fields, "from"))
                .append("to", take(fields, "to"))
                .append("batch", new BsonInt32(BATCH))
                .append("filter", new BsonDocument());
        operation.putAll(fields);
        return operation;
    }

    /** All documents that match, unless {@code many: false} says otherwise. */
    private static BsonDocument update(BsonDocument fields) {
        BsonValue collection = take(fields, "collection");
        BsonValue many = fields.containsKey("many") ? take(fields, "many") : BsonBoolean.TRUE;
        BsonDocument update = new BsonDocument("q", take(fields, "filter"))
                .append("u", take(fields, "update"))
                .append("multi", many);
        update.putAll(fields);
        return new BsonDocument("update", collection).append("updates", new BsonArray(List.of(update)));
    }

    private static BsonDocument delete(BsonDocument fields) {
        BsonValue collection = take(fields, "collection");
        BsonValue many = fields.containsKey("many") ? take(fields, "many") : BsonBoolean.TRUE;
        boolean one = many.isBoolean() && !many.asBoolean().getValue();
        BsonDocument delete = new BsonDocument("q", take(fields, "filter")).append("limit", new BsonInt32(one ? 1 : 0));
        delete.putAll(fields);
        return new BsonDocument("delete", collection).append("deletes", new BsonArray(List.of(delete)));
    }

    private static BsonValue take(BsonDocument fields, String name) {
        BsonValue value = fields.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }
}
