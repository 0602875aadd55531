package dev.ficus.migrations.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.UpOptions;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user called ficus has the control schema at the head of the default search_path. */
class ControlSchemaPathIT {
    @TempDir
    private Path directory;

    @Test
    void tablesOfTheApplicationAreNeverMadeInTheControlSchema() throws Exception {
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
        assertThat(fresh.user()).contains("ficus");
        execute(fresh, "CREATE SCHEMA ficus");
        Files.writeString(directory.resolve("V001__orders.sql"), "CREATE TABLE orders (id int PRIMARY KEY);\n");
        DatabaseSettings database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
        try (PostgresHistory history = PostgresHistory.open(database)) {
            history.up(UpOptions.DEFAULT, Progress.SILENT);
        }

        assertThat(schemaOf(database, "orders")).isEqualTo("public");
        assertThat(schemaOf(database, "ficus_change")).isEqualTo("public");
    }

    private static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String schemaOf(DatabaseSettings database, String table) throws SQLException {
        String sql = "SELECT string_agg(schemaname, ',') FROM pg_tables WHERE tablename = '" + table + "'";
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
