package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two launchers as a user starts them: processes of their own. */
class LauncherIT {
    private static final Pattern HEAVY = Pattern.compile(
            " (liquibase|io\\.mongock|com\\.mongodb|com\\.mysql|org\\.postgresql|com\\.fasterxml|org\\.yaml|org\\.slf4j)\\.");

    @TempDir
    private Path directory;

    @Test
    void checkoutStartsFromAnyDirectoryAndThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("f"), checkout());
        assertThat(start(Map.of(), link.toString(), "--version"))
                .isEqualTo(new CommandRun(0, "ficus " + version() + "\n", ""));
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        CommandRun run = start(Map.of(), checkout().toString(), "migrate", "status", "-c", "a b/none $x.yaml");
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error CONFIG_NOT_FOUND: there is no such file
                          at:  a b/none $x.yaml
                          fix: write one with: ficus init, or name another file with --config FILE
                        """));
    }

    @Test
    void javaHomeDecidesWhichJavaStarts() throws Exception {
        CommandRun run = start(Map.of("JAVA_HOME", "/nowhere"), distribution().toString(), "--version");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error JAVA_MISSING: ").contains("  at:  /nowhere/bin/java\n", "\n  fix: ");
    }

    @Test
    void versionAndHelpLoadNeitherLiquibaseNorMongockNorDriversNorJackson() throws Exception {
        for (List<String> line : List.of(List.of("--version"), List.of("--help"), List.of("migrate", "up", "--help"))) {
            assertThat(loadedClasses(line).stream()
                            .filter(text -> HEAVY.matcher(text).find()))
                    .as("%s", line)
                    .isEmpty();
        }
        assertThat(loadedClasses(List.of("migrate", "status", "-c", "none.yaml", "-o", "json")).stream()
                        .filter(text -> HEAVY.matcher(text).find()))
                .as("the pattern does find what is loaded")
                .isNotEmpty();
    }

    @Test
    void collectorThatTheUserChoseTakesThePlaceOfTheDefault() throws Exception {
        for (String chosen : List.of("Parallel", "G1")) {
            Path log = directory.resolve(chosen);
            String options = "-Xmx64m -XX:+Use" + chosen + "GC -Xlog:gc:file=" + log;
            CommandRun run =
                    start(Map.of("FICUS_JAVA_OPTIONS", options), distribution().toString(), "--version");
            assertThat(run).as(chosen).isEqualTo(new CommandRun(0, "ficus " + version() + "\n", ""));
            assertThat(Files.readString(log)).contains("Using " + chosen);
        }
    }

    @Test
    void ownClassesComeFromTheClassArchive() throws Exception {
        assertThat(loadedClasses(List.of("--version")))
                .anyMatch(text -> text.contains(" dev.ficus.cli.Main source: shared objects file (top)"));
    }

    private List<String> loadedClasses(List<String> arguments) throws Exception {
        Path log = directory.resolve("classes.log");
        Files.deleteIfExists(log);
        List<String> line = new ArrayList<>(List.of(distribution().toString()));
        line.addAll(arguments);
        start(Map.of("FICUS_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), line.toArray(String[]::new));
        return Files.readAllLines(log);
    }

    private CommandRun start(Map<String, String> environment, String... line) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES))
                .as("%s ended", List.of(line))
                .isTrue();
        return new CommandRun(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static Path checkout() {
        return Path.of("../ficus").toAbsolutePath().normalize();
    }

    private static Path distribution() throws IOException {
        return Path.of("target/ficus-" + version() + "/bin/ficus").toAbsolutePath();
    }

    private static String version() throws IOException {
        try (var file = LauncherIT.class.getResourceAsStream("/dev/ficus/cli/version.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
