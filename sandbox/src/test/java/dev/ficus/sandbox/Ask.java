package dev.ficus.sandbox;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.bson.Document;

/** What the tests of the sandbox do inside a database. */
final class Ask {
    private Ask() {}

    /** The first value of the first row of a query. */
    static String value(DatabaseSettings database, String query) {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(database + ": " + query, e);
        }
    }

    static void run(DatabaseSettings database, String statement) {
        try (Connection connection = Connections.open(database, new Properties());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(database + ": " + statement, e);
        }
    }

    /** Puts one thing of that name into the database: a table, or a collection. */
    static void put(DatabaseSettings database, String name) {
        if (database.kind() == DatabaseKind.MONGO) {
            try (MongoClient client = MongoClients.create(database.url())) {
                mongo(client, database).getCollection(name).insertOne(new Document("here", true));
            }
        } else {
            run(database, "CREATE TABLE " + name + " (id int PRIMARY KEY)");
        }
    }

    /** The names of what is in the database. */
    static List<String> contents(DatabaseSettings database) {
        if (database.kind() == DatabaseKind.MONGO) {
            try (MongoClient client = MongoClients.create(database.url())) {
                return mongo(client, database).listCollectionNames().into(new java.util.ArrayList<>());
            }
        }
        String names = value(
                database,
                database.kind() == DatabaseKind.POSTGRES
                        ? "SELECT coalesce(string_agg(tablename, ','), '') FROM pg_tables WHERE schemaname = 'public'"
                        : "SELECT coalesce(group_concat(table_name), '') FROM information_schema.tables"
                                + " WHERE table_schema = database()");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    static int port(DatabaseSettings database) {
        return Integer.parseInt(database.safeUrl().replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    private static MongoDatabase mongo(MongoClient client, DatabaseSettings database) {
        return client.getDatabase(database.safeUrl().replaceFirst(".*/", ""));
    }
}
