package dev.ficus.migrations.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Sends the commands of steps, in a transaction or not. A reply that tells of a failed write is a failure. */
final class StepExecutor {
    private final MongoSession mongo;
    private final @Nullable ClientSession transaction;

    /**
     * @param transaction null where each command commits by itself
     */
    StepExecutor(MongoSession mongo, @Nullable ClientSession transaction) {
        this.mongo = mongo;
        this.transaction = transaction;
    }

    /** Runs one operation; throws what the driver throws, or {@link StepFailure}. */
    void run(Operation operation) {
        MongoDatabase own = mongo.database();
        MongoDatabase target = operation.onAdminDatabase() ? mongo.client().getDatabase("admin") : own;
        BsonDocument command = operation.commandFor(own.getName()).clone();
        if (transaction == null && operation.takesWriteConcern()) {
            command.append("writeConcern", new BsonDocument("w", new BsonString("majority")));
        }
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
