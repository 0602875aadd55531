package dev.ficus.migrations.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import dev.ficus.core.history.MigrationPlan.ObjectLock;
import dev.ficus.core.history.MigrationPlan.StatementEffect;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command locks and how many documents it touches, as far as that is known before it runs.
 * Source: MongoDB manual, "FAQ: Concurrency" and "Index Builds on Populated Collections". Asks the server for counts and
 * writes nothing; a count that takes longer than two seconds is given up.
 */
final class Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);
    private static final int COUNT_SECONDS = 2;
    private static final String SHORT = "reads and writes of the collection wait for a moment, and for as long as the"
            + " command itself waits for the operations that run before it";
    private static final String DOCUMENTS =
            "reads and writes of the collection go on; two writes of one document wait for each other";

    private final MongoDatabase database;

    Effects(MongoDatabase database) {
        this.database = database;
    }

    StatementEffect of(Operation operation) {
        if (operation.isUnit()) {
            return StatementEffect.UNKNOWN;
        }
        BsonDocument command = operation.command();
        String name = command.getFirstKey();
        BsonValue target = command.get(name);
        if (target == null || !target.isString()) {
            return StatementEffect.UNKNOWN;
        }
        try {
            return of(name, target.asString().getValue(), command);
        } catch (BsonInvalidOperationException e) {
            LOG.debug("a command that the server will not understand either", e);
            return StatementEffect.UNKNOWN;
        }
    }

    private StatementEffect of(String name, String collection, BsonDocument command) {
        return switch (name) {
            case "create", "collMod", "dropIndexes" -> effect(OptionalLong.empty(), exclusive(collection));
            case "drop" -> effect(estimate(collection), exclusive(collection));
            case "renameCollection" ->
                effect(
                        OptionalLong.empty(),
                        exclusive(collection),
                        exclusive(command.getString("to").getValue()));
            case "createIndexes" -> effect(estimate(collection), indexBuild(collection));
            case "insert" -> effect(documents(command), intent(collection));
            case "update" -> effect(matching(collection, command, "updates"), intent(collection));
            case "delete" -> effect(matching(collection, command, "deletes"), intent(collection));
            case Operation.FIELD_RENAME -> effect(count(collection, FieldRename.matching(command)), intent(collection));
            case "aggregate" -> aggregate(collection, command);
            default -> StatementEffect.UNKNOWN;
        };
    }

    /** The documents read; how many of them the pipeline writes nobody knows. */
    private StatementEffect aggregate(String collection, BsonDocument command) {
        if (!command.isArray("pipeline") || command.getArray("pipeline").isEmpty()) {
            return StatementEffect.UNKNOWN;
        }
        List<BsonValue> pipeline = command.getArray("pipeline");
        BsonDocument last = pipeline.get(pipeline.size() - 1).asDocument();
        ObjectLock read = new ObjectLock("collection " + collection, "IS", "reads and writes of the collection go on");
        if (last.containsKey("$out")) {
            return effect(
                    estimate(collection),
                    read,
                    new ObjectLock(
                            "collection " + target(last.get("$out"), "coll"),
                            "X",
                            "the collection is replaced at the end; reads and writes wait for that moment"));
        }
        return last.containsKey("$merge")
                ? effect(estimate(collection), read, intent(target(last.get("$merge"), "into")))
                : effect(estimate(collection), read);
    }

    private static String target(BsonValue value, String field) {
        BsonValue named = value.isDocument() ? value.asDocument().get(field) : value;
        return named != null && named.isDocument()
                ? target(named, "coll")
                : named == null ? "" : named.isString() ? named.asString().getValue() : named.toString();
    }

    private static StatementEffect effect(OptionalLong rows, ObjectLock... locks) {
        return new StatementEffect(List.of(locks), rows, true);
    }

    private static ObjectLock exclusive(String collection) {
        return new ObjectLock("collection " + collection, "X", SHORT);
    }

    private static ObjectLock indexBuild(String collection) {
        return new ObjectLock(
                "collection " + collection,
                "X at the start and the end, IX between",
                "reads and writes of the collection wait for a moment at the start and the end of the build, and go on"
                        + " while it reads all documents");
    }

    private static ObjectLock intent(String collection) {
        return new ObjectLock("collection " + collection, "IX", DOCUMENTS);
    }

    private static OptionalLong documents(BsonDocument command) {
        return command.isArray("documents")
                ? OptionalLong.of(command.getArray("documents").size())
                : OptionalLong.empty();
    }

    private OptionalLong matching(String collection, BsonDocument command, String field) {
        if (!command.isArray(field)) {
            return OptionalLong.empty();
        }
        long all = 0;
        for (BsonValue write : command.getArray(field)) {
            BsonDocument one = write.asDocument();
            OptionalLong matches = count(collection, one.getDocument("q", new BsonDocument()));
            if (matches.isEmpty()) {
                return matches;
            }
            all += isForOne(one) ? Math.min(1, matches.getAsLong()) : matches.getAsLong();
        }
        return OptionalLong.of(all);
    }

    /** An update is for one document unless it says multi, a delete where its limit is 1. */
    private static boolean isForOne(BsonDocument write) {
        if (write.containsKey("u")) {
            return !write.containsKey("multi")
                    || !write.get("multi").asBoolean().getValue();
        }
        return write.isNumber("limit") && write.getNumber("limit").intValue() == 1;
    }

    private OptionalLong count(String collection, BsonDocument filter) {
        return filter.isEmpty()
                ? estimate(collection)
                : asked(() -> documentsOf(collection)
                        .countDocuments(filter, new CountOptions().maxTime(COUNT_SECONDS, TimeUnit.SECONDS)));
    }

    /** From the collection's metadata: no document is read. */
    private OptionalLong estimate(String collection) {
        return asked(() -> documentsOf(collection).estimatedDocumentCount());
    }

    private MongoCollection<BsonDocument> documentsOf(String collection) {
        return database.getCollection(collection, BsonDocument.class);
    }

    /** An estimate that cannot be had is none; the plan does not depend on it. */
    private static OptionalLong asked(LongSupplier question) {
        try {
            return OptionalLong.of(question.getAsLong());
        } catch (MongoException | IllegalArgumentException e) {
            LOG.debug("no estimate", e);
            return OptionalLong.empty();
        }
    }
}
