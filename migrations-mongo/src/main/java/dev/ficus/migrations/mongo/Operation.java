package dev.ficus.migrations.mongo;

import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * One operation of a step as the command that the server gets.
 *
 * @param kind the word in the file, such as {@code createIndex}
 * @param command the command document; for {@code renameCollection} with bare collection names
 */
record Operation(String kind, BsonDocument command) {

    /** The command with the names that this database gives it. */
    BsonDocument commandFor(String database) {
        if (!onAdminDatabase()) {
            return command;
        }
        BsonDocument qualified = command.clone();
        qualified.put("renameCollection", qualified(database, "renameCollection"));
        qualified.put("to", qualified(database, "to"));
        return qualified;
    }

    /** {@code renameCollection} is a command of the admin database. */
    boolean onAdminDatabase() {
        return kind.equals("renameCollection");
    }

    /** True where the operation writes documents, so that a failure can leave some of them written. */
    boolean writesDocuments() {
        return kind.equals("insert") || kind.equals("update") || kind.equals("delete") || kind.equals("runCommand");
    }

    /** True where a write concern belongs to the command. */
    boolean takesWriteConcern() {
        return kind.equals("insert") || kind.equals("update") || kind.equals("delete");
    }

    private BsonString qualified(String database, String field) {
        return new BsonString(database + "." + command.getString(field).getValue());
    }
}
