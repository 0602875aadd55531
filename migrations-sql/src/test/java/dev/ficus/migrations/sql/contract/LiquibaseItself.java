package dev.ficus.migrations.sql.contract;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.Properties;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase as its own users run it. */
final class LiquibaseItself {
    private LiquibaseItself() {}

    /**
     * @param root from which files are named
     * @param file the changelog, from there
     */
    static void update(DatabaseSettings database, Path root, String file) throws Exception {
        Map<String, Object> quiet = Map.of("liquibase.analytics.enabled", false, "ui", new LoggerUIService());
        try (Connection connection = Connections.open(database, new Properties())) {
            Scope.child(
                    quiet,
                    () -> new Liquibase(
                                    file,
                                    new DirectoryResourceAccessor(root),
                                    DatabaseFactory.getInstance()
                                            .findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                            .update());
        }
    }
}
