package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled change units of Mongock, out of a jar, through the command line. MongoDB is the sandbox's stand-in. */
class MigrateClasspathIT {
    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @Test
    void unitOfAJarRunsBetweenTheFilesAndGoesBack() throws IOException {
        histories.project.file("content/003-later.yaml", ThreeHistories.collection("later"));
        String jar = unit("002-unit").toString();

        histories.succeed("migrate", "up", "--classpath", jar);

        JsonNode status = histories.project.json(0, "migrate", "status", "--db", "content", "--classpath", jar);
        assertThat(status.at("/databases/0/changes").findValuesAsText("id"))
                .containsExactly("create-reviews", "002-unit", "create-later");
        assertThat(status.at("/databases/0/changes").findValuesAsText("state")).containsOnly("applied");

        histories.succeed("migrate", "down", "--steps", "2", "--db", "content", "--classpath", jar, "--yes");
        assertThat(histories
                        .project
                        .json(0, "migrate", "status", "--db", "content", "--classpath", jar)
                        .at("/databases/0/pending")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void unitsForTwoDatabasesAreRefusedBecauseTheyWouldRunOnBoth() throws IOException {
        histories.project.database(otherMongo()).file("archive/001-reviews.yaml", ThreeHistories.collection("reviews"));

        CommandRun run = histories.project.run(
                "migrate", "up", "--classpath", unit("002-unit").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("""
                        error USAGE_INVALID: change units are for one MongoDB database, and this is about 2
                          at:  --classpath
                          fix: add --db content or --db archive
                        """);
        assertThat(histories
                        .project
                        .json(0, "migrate", "status")
                        .at("/databases/0/applied")
                        .asInt())
                .as("nothing ran")
                .isZero();
    }

    private static DatabaseSettings otherMongo() {
        return ThreeHistories.fresh(DatabaseKind.MONGO, "archive");
    }

    /** A jar as an application's build makes it. */
    private Path unit(String id) throws IOException {
        Path source = Files.writeString(directory.resolve("Unit.java"), """
                import com.mongodb.client.MongoDatabase;
                import io.mongock.api.annotations.*;
                @ChangeUnit(id = "%s", order = "%s", author = "ana", transactional = false)
                public class Unit {
                    @Execution public void execution(MongoDatabase database) { database.createCollection("units"); }
                    @RollbackExecution public void back(MongoDatabase database) { database.getCollection("units").drop(); }
                }
                """.formatted(id, id));
        List<String> options = List.of(
                "-proc:none",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                source.toString());
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .as("exit code of the compiler")
                .isZero();
        Path jar = directory.resolve("units.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            packed.putNextEntry(new JarEntry("Unit.class"));
            Files.copy(directory.resolve("Unit.class"), packed);
        }
        return jar;
    }
}
