package dev.ficus.migrations.mongo;

import dev.ficus.core.history.ChangeText;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * One operation of a step as the command that the server gets.
 *
 * @param kind the word in the file, such as {@code createIndex}
 * @param command the command document; for {@code renameCollection} with bare collection names. {@link #FIELD_RENAME} and
 *     {@link #UNIT} are no commands of the server: the document says what is done
 */
record Operation(String kind, BsonDocument command) {
    static final String FIELD_RENAME = "renameField";
    static final String UNIT = "changeUnit";

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    private static final Set<String> WRITES =
            Set.of("insert", "update", "delete", "aggregate", "runCommand", FIELD_RENAME, UNIT);
    private static final Set<String> WITH_WRITE_CONCERN = Set.of("insert", "update", "delete", "aggregate");

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

    /** The command in relaxed Extended JSON, which mongosh takes. */
    String text(String database) {
        return commandFor(database).toJson(RELAXED);
    }

    /** SHA-256 over the canonical Extended JSON, which tells an int from a long and a double. */
    String hash() {
        return ChangeText.sha256(kind + " " + command.toJson(CANONICAL));
    }

    /** {@code renameCollection} is a command of the admin database. */
    boolean onAdminDatabase() {
        return kind.equals("renameCollection");
    }

    boolean isUnit() {
        return kind.equals(UNIT);
    }

    /** True where the operation writes documents, so that a failure can leave some of them written. */
    boolean writesDocuments() {
        return WRITES.contains(kind);
    }

    /** True where sending it twice does no more than sending it once. */
    boolean isRepeatable() {
        return switch (kind) {
            case "createIndex", "setValidator", FIELD_RENAME -> true;
            case "delete" ->
                command.getArray("deletes").stream()
                        .allMatch(
                                delete -> delete.asDocument().getNumber("limit").intValue() == 0);
            default -> false;
        };
    }

    /** True where a write concern belongs to the command. */
    boolean takesWriteConcern() {
        return WITH_WRITE_CONCERN.contains(kind);
    }

    private BsonString qualified(String database, String field) {
        return new BsonString(database + "." + command.getString(field).getValue());
    }
}
