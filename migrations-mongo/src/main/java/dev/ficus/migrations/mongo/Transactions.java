package dev.ficus.migrations.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import java.util.function.Consumer;

/** Runs work in a transaction of MongoDB. */
final class Transactions {
    /** MAJORITY does not allow createIndexes in a transaction (mongock #639). */
    private static final TransactionOptions OPTIONS = TransactionOptions.builder()
            .readConcern(ReadConcern.LOCAL)
            .readPreference(ReadPreference.primary())
            .writeConcern(WriteConcern.MAJORITY)
            .build();

    private Transactions() {}

    /** The driver may run the body again after a conflict, and retries a commit whose outcome is unknown. */
    static void run(MongoSession mongo, Consumer<ClientSession> body) {
        try (ClientSession session = mongo.client().startSession()) {
            session.withTransaction(
                    () -> {
                        body.accept(session);
                        return true;
                    },
                    OPTIONS);
        }
    }
}
