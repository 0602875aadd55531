package dev.ficus.migrations.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.progress.Progress;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operations of one change, in a transaction or not. A reply that tells of a failed write is a failure. One
 * instance runs one change, so that a change unit keeps what it has in its fields.
 */
final class StepExecutor {
    private final OpenHistory history;
    private final ChangeUnits.Instances units;
    private final Progress progress;

    StepExecutor(OpenHistory history, Progress progress) {
        this.history = history;
        this.units = history.sources().units().instances(history.mongo().database());
        this.progress = progress;
    }

    /**
     * Runs one operation; throws what the driver throws, {@link StepFailure} or {@link UnitFailure}.
     *
     * @param transaction null where each command commits by itself
     */
    void run(Operation operation, @Nullable ClientSession transaction) {
        switch (operation.kind()) {
            case Operation.UNIT -> units.call(operation, transaction);
            case Operation.FIELD_RENAME ->
                new FieldRename(this, history.mongo().database(), operation.command(), transaction)
                        .run(history.name(), progress);
            default -> send(operation, transaction);
        }
    }

    /** Sends a command as it is to the database of the history; a failed write in the reply is a failure. */
    void send(BsonDocument command, @Nullable ClientSession transaction) {
        send(history.mongo().database(), command, transaction);
    }

    private void send(Operation operation, @Nullable ClientSession transaction) {
        MongoDatabase own = history.mongo().database();
        MongoDatabase target =
                operation.onAdminDatabase() ? history.mongo().client().getDatabase("admin") : own;
        BsonDocument command = operation.commandFor(own.getName()).clone();
        if (transaction == null && operation.takesWriteConcern()) {
            command.append("writeConcern", new BsonDocument("w", new BsonString("majority")));
        }
        send(target, command, transaction);
    }

    private static void send(MongoDatabase target, BsonDocument command, @Nullable ClientSession transaction) {
        BsonDocument reply = transaction == null
                ? target.runCommand(command, BsonDocument.class)
                : target.runCommand(transaction, command, BsonDocument.class);
        check(reply);
    }

    private static void check(BsonDocument reply) {
        int written = reply.getNumber("n", new BsonInt32(0)).intValue();
        if (reply.containsKey("writeErrors")) {
            BsonDocument first = reply.getArray("writeErrors").get(0).asDocument();
            throw failure(first, written);
        }
        if (reply.containsKey("writeConcernError")) {
            throw failure(reply.getDocument("writeConcernError"), written);
        }
    }

    /** The server's message of a duplicate key ends with the key's value, which is left out. */
    private static StepFailure failure(BsonDocument error, int written) {
        String message =
                error.getString("errmsg", new BsonString("write failed")).getValue();
        return new StepFailure(
                error.getNumber("code", new BsonInt32(0)).intValue(), written, message.replaceFirst(" dup key:.*", ""));
    }
}
