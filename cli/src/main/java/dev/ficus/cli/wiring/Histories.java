package dev.ficus.cli.wiring;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.mongo.MongoHistory;
import dev.ficus.migrations.mysql.MysqlHistory;
import dev.ficus.migrations.postgres.PostgresHistory;
import java.nio.file.Path;
import java.util.List;

/** The history of a database, by its kind. Liquibase, Mongock and the drivers load when a history is opened, not before. */
public final class Histories {
    private Histories() {}

    /** The history of a database whose settings name a directory of migrations. */
    public static MigrationHistory open(DatabaseSettings database) {
        return open(database, List.of());
    }

    /**
     * As {@link #open(DatabaseSettings)}.
     *
     * @param classpath jars with compiled change units, which histories of MongoDB run besides their files
     */
    public static MigrationHistory open(DatabaseSettings database, List<Path> classpath) {
        return switch (database.kind()) {
            case POSTGRES -> PostgresHistory.open(database);
            case MYSQL -> MysqlHistory.open(database);
            case MONGO -> MongoHistory.open(database, classpath);
        };
    }
}
