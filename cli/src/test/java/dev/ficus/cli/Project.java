package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A directory with a {@code ficus.yaml} and change files, as a user has it. */
public final class Project {
    /** Fails on anything after the first document. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path directory;
    private final List<String> lines = new ArrayList<>(List.of("databases:"));

    public Project(Path directory) {
        this.directory = directory;
    }

    /** Adds a database; its change files are in a directory of its name. */
    public Project database(DatabaseSettings database) {
        lines.add("  " + database.name() + ":");
        lines.add("    url: \"" + database.url() + "\"");
        database.user().ifPresent(user -> lines.add("    user: \"" + user + "\""));
        database.password().ifPresent(password -> lines.add("    password: \"" + password + "\""));
        lines.add("    migrations: " + database.name());
        return write(directory.resolve("ficus.yaml"), String.join("\n", lines) + "\n");
    }

    /** Adds lines to the settings file. */
    public Project settings(String more) {
        lines.addAll(more.lines().toList());
        return write(directory.resolve("ficus.yaml"), String.join("\n", lines) + "\n");
    }

    public Project file(String name, String text) {
        return write(directory.resolve(name), text);
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    /** Runs a command line with this project's settings. */
    public CommandRun run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = directory.resolve("ficus.yaml").toString();
        return CommandRun.of(all);
    }

    /** Runs a command line with {@code -o json}, and gives its document back, which the published schema has to allow. */
    public JsonNode json(int exitCode, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-o";
        all[arguments.length + 1] = "json";
        CommandRun run = run(all);
        assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isEqualTo(exitCode);
        try {
            JsonNode document = STRICT.readTree(run.out());
            assertThat(PublishedSchemas.problems(document)).as("%s", document).isEmpty();
            return document;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON document: " + run.out(), e);
        }
    }

    /** The same output with durations, times and this project's directory replaced by words. */
    public String stable(String output) {
        return output.replace(directory.toString(), "DIR")
                .replaceAll("\\d+ ms\\b|\\d+\\.\\d s\\b", "TIME")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "WHEN");
    }

    private Project write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
