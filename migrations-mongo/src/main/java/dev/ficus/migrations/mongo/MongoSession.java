package dev.ficus.migrations.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/** The connection of a history, and what is known of the server behind it. */
final class MongoSession implements AutoCloseable {
    private static final Pattern AUTH_SOURCE = Pattern.compile("(?i)[?&]authSource=([^&]+)");
    private static final int CONNECT_SECONDS = 10;
    private static final int COMMAND_NOT_FOUND = 59;

    private final MongoClient client;
    private final MongoDatabase database;
    private @Nullable Boolean transactions;

    private MongoSession(MongoClient client, MongoDatabase database) {
        this.client = client;
        this.database = database;
    }

    /** Connects lazily: the first command finds out whether the server answers. */
    static MongoSession open(DatabaseSettings settings) {
        return open(settings, List.of());
    }

    /**
     * @param listeners see every command that is sent, in the thread that sends it
     */
    static MongoSession open(DatabaseSettings settings, List<CommandListener> listeners) {
        ConnectionString url;
        try {
            url = new ConnectionString(settings.url());
        } catch (IllegalArgumentException e) {
            throw badUrl(settings, "the url is not a MongoDB connection string");
        }
        String name = url.getDatabase();
        if (name == null) {
            throw badUrl(settings, "the url names no database");
        }
        MongoClientSettings.Builder builder = MongoClientSettings.builder()
                .applicationName("ficus")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyConnectionString(url);
        if (settings.user().isPresent()) {
            builder.credential(MongoCredential.createCredential(
                    settings.user().get(),
                    authSource(settings.url()),
                    settings.password().orElse("").toCharArray()));
        }
        listeners.forEach(builder::addCommandListener);
        MongoClient client = MongoClients.create(builder.build());
        return new MongoSession(client, client.getDatabase(name));
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase database() {
        return database;
    }

    /**
     * True where the server is a replica set or a mongos.
     * Source: MongoDB manual, "Transactions": a standalone server has none.
     */
    boolean hasTransactions() {
        Boolean known = transactions;
        boolean answer = known == null ? asksForTransactions() : known;
        transactions = answer;
        return answer;
    }

    private boolean asksForTransactions() {
        BsonDocument hello = hello();
        boolean mongos = hello.containsKey("msg")
                && hello.getString("msg").getValue().toLowerCase(Locale.ROOT).equals("isdbgrid");
        return hello.containsKey("setName") || mongos;
    }

    @Override
    public void close() {
        client.close();
    }

    private BsonDocument hello() {
        try {
            return database.runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != COMMAND_NOT_FOUND) {
                throw e;
            }
            return database.runCommand(new BsonDocument("isMaster", new BsonInt32(1)), BsonDocument.class);
        }
    }

    private static String authSource(String url) {
        Matcher matcher = AUTH_SOURCE.matcher(url);
        return matcher.find() ? matcher.group(1) : "admin";
    }

    private static FicusException badUrl(DatabaseSettings settings, String what) {
        return new FicusException(
                ErrorCode.CONFIG_INVALID,
                what,
                "ficus.yaml, databases." + settings.name() + ".url",
                "write it as mongodb://HOST:PORT/DATABASE");
    }
}
