package dev.ficus.cli;

import dev.ficus.cli.session.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads what short commands need, so that it is in the class archive which the JVM writes when this process ends. Started by
 * the build, never by a user.
 *
 * <p>There is no server at build time, so what runs with one is not run here: the classes of the drivers and of the histories
 * are loaded by their names, and only what comes before a connection runs.
 */
public final class ArchiveTraining {
    /** The jars of which every class is loaded, by the beginning of their names. */
    private static final List<String> JARS = List.of(
            "ficus-core",
            "ficus-cli",
            "ficus-dual-write-",
            "ficus-migrations-",
            "bson-",
            "geantyref-",
            "jdbi3-core-",
            "mongock-",
            "mongodb-driver-",
            "mysql-connector-",
            "postgresql-",
            "slf4j-api",
            "snakeyaml");

    private static final List<List<String>> COMMAND_LINES = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("migrate", "up", "--help"),
            List.of("backfill", "--help"),
            List.of("sync", "--config", "no-such-file.yaml"),
            List.of("migrate", "status", "--config", "no-such-file.yaml", "-o", "json"),
            List.of("migrate", "sttus", "--config", "no-such-file.yaml"));

    private ArchiveTraining() {}

    /** @param arguments the directory of the jars */
    public static void main(String[] arguments) throws IOException {
        File[] jars = Path.of(arguments[0])
                .toFile()
                .listFiles((directory, name) -> JARS.stream().anyMatch(name::startsWith));
        for (File jar : jars == null ? new File[0] : jars) {
            load(jar);
        }
        for (List<String> line : COMMAND_LINES) {
            Main.run(nowhere(), line.toArray(String[]::new));
        }
        trainWithoutServer();
    }

    /** Everything but what needs a class of a library that is not there, such as the optional parts of a driver. */
    private static void load(File jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class")) {
                    load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ArchiveTraining.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            System.getLogger(ArchiveTraining.class.getName()).log(System.Logger.Level.DEBUG, name, e);
        }
    }

    /** Nothing listens on port 1: settings and change files are read, and each driver tries to connect. */
    private static void trainWithoutServer() throws IOException {
        Path directory = Files.createTempDirectory("ficus-archive");
        Path settings = directory.resolve("ficus.yaml");
        Path sql = directory.resolve("V001__a.sql");
        Path yaml = directory.resolve("001.yaml");
        try {
            Files.writeString(settings, """
                    databases:
                      a: { url: "jdbc:mysql://127.0.0.1:1/a", user: a, password: a, migrations: "." }
                      b: { url: "jdbc:postgresql://127.0.0.1:1/b", user: b, password: b, migrations: "." }
                      c: { url: "mongodb://127.0.0.1:1/c?serverSelectionTimeoutMS=1", migrations: "." }
                    """);
            Files.writeString(sql, "CREATE TABLE a (id int);\n");
            Files.writeString(yaml, "id: a\nsteps:\n  - apply: { createCollection: a }\n");
            for (String database : List.of("a", "b", "c")) {
                for (String command : List.of("status", "up")) {
                    Main.run(nowhere(), "-c", settings.toString(), "migrate", command, "--db", database);
                }
            }
        } finally {
            for (Path path : List.of(settings, sql, yaml, directory)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static Terminal nowhere() {
        PrintStream sink = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(sink, sink, false, 0, name -> Optional.empty());
    }
}
