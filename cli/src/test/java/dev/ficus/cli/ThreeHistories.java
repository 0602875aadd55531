package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A project with a fresh database of each kind, in this order: legacy (MySQL), primary (PostgreSQL), content (MongoDB). */
final class ThreeHistories {
    final DatabaseSettings legacy = fresh(DatabaseKind.MYSQL, "legacy");
    final DatabaseSettings primary = fresh(DatabaseKind.POSTGRES, "primary");
    final DatabaseSettings content = fresh(DatabaseKind.MONGO, "content");
    final Project project;

    ThreeHistories(Path directory) {
        project = new Project(directory).database(legacy).database(primary).database(content);
        project.file("legacy/V001__orders.sql", "CREATE TABLE orders (id INT PRIMARY KEY);\n")
                .file("legacy/U001__orders.sql", "DROP TABLE orders;\n")
                .file("primary/V001__reviews.sql", "CREATE TABLE reviews (id INT PRIMARY KEY);\n")
                .file("primary/U001__reviews.sql", "DROP TABLE reviews;\n")
                .file("content/001-reviews.yaml", collection("reviews"));
    }

    /** A change file of MongoDB that makes a collection and can take it back. */
    static String collection(String name) {
        return """
                id: create-%1$s
                author: ana
                steps:
                  - apply: { createCollection: %1$s }
                    rollback: { dropCollection: %1$s }
                """.formatted(name);
    }

    /** Compares all that a command line does: exit code, stdout, stderr. */
    void assertRun(int exitCode, String out, String err, String... arguments) {
        CommandRun run = project.run(arguments);
        assertThat(new CommandRun(run.exitCode(), project.stable(run.out()), project.stable(run.err())))
                .isEqualTo(new CommandRun(exitCode, out, err));
    }

    /** Runs what must succeed, and gives stdout back. */
    String succeed(String... arguments) {
        CommandRun run = project.run(arguments);
        assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isZero();
        return run.out();
    }

    /** The hash that {@code plan} printed in its last line. */
    static String hash(String plan) {
        String[] lines = plan.strip().split("\n");
        assertThat(lines[lines.length - 1]).matches("plan [0-9a-f]{64}");
        return lines[lines.length - 1].substring("plan ".length());
    }

    static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static boolean tableExists(DatabaseSettings database, String table) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                ResultSet found = connection.getMetaData().getTables(connection.getCatalog(), null, table, null)) {
            return found.next();
        }
    }

    static DatabaseSettings fresh(DatabaseKind kind, String name) {
        return SharedServers.server(kind).freshDatabase(name);
    }
}
