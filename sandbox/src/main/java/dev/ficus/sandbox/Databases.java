package dev.ficus.sandbox;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** What the sandbox does inside a server of any kind: ask whether it answers, create and drop databases. Stateless. */
final class Databases {
    private static final int MONGO_PATIENCE_MILLIS = 5_000;

    private Databases() {}

    /** Logs in and asks for the version; throws what the driver throws where that fails. */
    static String version(ServerAddress address) {
        DatabaseSettings admin = address.admin("sandbox");
        return switch (address.kind()) {
            case POSTGRES, MYSQL -> sqlVersion(admin);
            case MONGO -> mongo(address, "admin", new Document("buildInfo", 1)).getString("version");
        };
    }

    static void create(ServerAddress address, String name) {
        switch (address.kind()) {
            case POSTGRES -> sql(address, "CREATE DATABASE \"" + name + "\" TEMPLATE template0");
            case MYSQL -> sql(address, "CREATE DATABASE `" + name + "`");
            case MONGO -> {} // A MongoDB database exists from its first write on.
        }
    }

    static void drop(ServerAddress address, String name) {
        switch (address.kind()) {
            case POSTGRES -> sql(address, "DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
            case MYSQL -> sql(address, "DROP DATABASE IF EXISTS `" + name + "`");
            case MONGO -> mongo(address, name, new Document("dropDatabase", 1));
        }
    }

    /** Runs one command on a MongoDB server and returns its answer. */
    static Document mongo(ServerAddress address, String database, Document command) {
        String separator = address.url().contains("?") ? "&" : "?";
        String url = address.url() + separator + "serverSelectionTimeoutMS=" + MONGO_PATIENCE_MILLIS;
        try (MongoClient client = MongoClients.create(url)) {
            return client.getDatabase(database).runCommand(command);
        }
    }

    /** Waits until a replica set that was just made has elected its only member. */
    static void awaitPrimary(ServerAddress address) {
        String url = address.url() + "&serverSelectionTimeoutMS=" + MONGO_PATIENCE_MILLIS;
        try (MongoClient client = MongoClients.create(url)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getBoolean("isWritablePrimary", false)) {
                if (System.nanoTime() > deadline) {
                    throw new FicusException(
                            ErrorCode.SANDBOX_FAILED,
                            "the replica set elects no primary",
                            address.url(),
                            "read the server's log");
                }
                Thread.onSpinWait();
            }
        }
    }

    private static String sqlVersion(DatabaseSettings admin) {
        try (Connection connection = open(admin)) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed(e, admin);
        }
    }

    private static void sql(ServerAddress address, String statement) {
        DatabaseSettings admin = address.admin("sandbox");
        try (Connection connection = open(admin);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw failed(e, admin);
        }
    }

    private static Connection open(DatabaseSettings admin) {
        Properties properties = new Properties();
        switch (admin.kind()) {
            case POSTGRES -> properties.setProperty("socketTimeout", "30");
            case MYSQL -> properties.setProperty("socketTimeout", Long.toString(TimeUnit.SECONDS.toMillis(30)));
            case MONGO -> throw new IllegalArgumentException("not a SQL database: " + admin);
        }
        return Connections.open(admin, properties);
    }

    private static RuntimeException failed(SQLException e, DatabaseSettings admin) {
        return SqlFailures.onStatement(
                e, admin.toString(), ErrorCode.SANDBOX_FAILED, "check the rights of the user and the server's log");
    }
}
