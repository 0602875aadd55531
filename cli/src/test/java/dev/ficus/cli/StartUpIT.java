package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command loads: a library that it does not need costs its start-up time. */
class StartUpIT {
    private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+) source:");

    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @Test
    void statusLoadsNeitherLiquibaseNorParsersNorTheSandbox() throws Exception {
        histories.succeed("migrate", "up");
        Set<String> loaded = loadedBy("migrate", "status");
        assertThat(loaded)
                .as("negative control: it has connected to all three")
                .contains(
                        "org.postgresql.Driver", "com.mysql.cj.jdbc.Driver", "dev.ficus.migrations.mongo.MongoHistory");
        assertThat(loaded)
                .doesNotContain("liquibase.Scope", "liquibase.Liquibase", "dev.ficus.sandbox.Sandbox")
                .noneMatch(name -> name.startsWith("org.apache.shardingsphere."))
                .noneMatch(name -> name.startsWith("org.antlr."))
                .noneMatch(name -> name.startsWith("com.fasterxml.jackson."))
                .noneMatch(name -> name.startsWith("io.mongock.runner."));
    }

    @Test
    void statusOfOneKindLoadsNoOtherDriver() throws Exception {
        assertThat(loadedBy("migrate", "status", "--db", "content"))
                .contains("dev.ficus.migrations.mongo.MongoHistory")
                .noneMatch(name -> name.startsWith("org.postgresql."))
                .noneMatch(name -> name.startsWith("com.mysql.cj."));
        assertThat(loadedBy("migrate", "status", "--db", "primary"))
                .contains("org.postgresql.Driver")
                .noneMatch(name -> name.startsWith("com.mongodb."));
    }

    private Set<String> loadedBy(String... line) throws IOException, InterruptedException {
        Path log = directory.resolve("classes.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ficus.cli.Main",
                "--config",
                directory.resolve("ficus.yaml").toString());
        builder.command().addAll(List.of(line));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output.txt")))
                .isZero();
        Matcher loaded = LOADED.matcher(Files.readString(log));
        return loaded.results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
