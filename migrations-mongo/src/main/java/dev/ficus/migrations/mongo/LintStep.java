package dev.ficus.migrations.mongo;

import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A step under the rules of lint.
 *
 * @param newCollections those that this change, or an earlier pending one, makes: nobody uses them yet
 */
record LintStep(MongoChange change, MongoChange.Step step, Set<String> newCollections) {
    LintStep {
        newCollections = Set.copyOf(newCollections);
    }

    BsonDocument command() {
        return step.apply().command();
    }

    /** The server's name of the command, such as {@code createIndexes}. */
    String name() {
        return step.apply().isUnit() ? Operation.UNIT : command().getFirstKey();
    }

    /** The collection that the command is about; empty where there is none. */
    String collection() {
        BsonValue target = command().get(command().getFirstKey());
        return target != null && target.isString() ? target.asString().getValue() : "";
    }

    boolean inUse() {
        return !newCollections.contains(collection());
    }

    /** The collection that comes into being. */
    Optional<String> created() {
        return name().equals("create") ? Optional.of(collection()) : Optional.empty();
    }
}
