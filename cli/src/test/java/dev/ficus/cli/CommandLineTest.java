package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.session.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
    /** Fails on anything after the first document. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    @TempDir
    private Path directory;

    @Test
    void unknownOptionGetsASuggestionTheSynopsisAndTheHelpCommand() {
        CommandRun run = CommandRun.of("migrate", "status", "--confg", "x");
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: unknown options: '--confg', 'x'
                          at:  ficus migrate status
                          fix: did you mean --config?
                        Usage: ficus migrate status [OPTIONS]
                        Try 'ficus migrate status --help'
                        """));
    }

    @Test
    void unknownCommandGetsASuggestion() {
        assertThat(CommandRun.of("migrate", "sttaus")).isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: unknown command or argument: 'sttaus'
                          at:  ficus migrate
                          fix: did you mean status?
                        Usage: ficus migrate [OPTIONS] [COMMAND]
                        Try 'ficus migrate --help'
                        """));
    }

    @Test
    void groupWithoutACommandIsBadUsage() {
        assertThat(CommandRun.of("migrate")).isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: missing required subcommand
                          at:  ficus migrate
                          fix: see: ficus migrate --help
                        Usage: ficus migrate [OPTIONS] [COMMAND]
                        Try 'ficus migrate --help'
                        """));
    }

    @Test
    void valueOutsideItsChoicesNamesTheChoices() {
        CommandRun run = CommandRun.of("init", "-o", "xml");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("error USAGE_INVALID: invalid value for option '--output'")
                .contains("json");
    }

    @Test
    void commonOptionsAreTakenBeforeAndAfterTheCommand() throws IOException {
        Path file = Files.writeString(directory.resolve("other.yaml"), "databases: {}\n");
        String where = file + ":1:12";
        for (List<String> line : List.of(
                List.of("-c", file.toString(), "-o", "json", "migrate", "status"),
                List.of("migrate", "-c", file.toString(), "-o", "json", "status"),
                List.of("migrate", "status", "--config=" + file, "--output=json", "--yes", "--no-color"))) {
            CommandRun run = CommandRun.of(line.toArray(String[]::new));
            assertThat(run.exitCode()).as("%s", line).isEqualTo(2);
            assertThat(STRICT.readTree(run.out()).at("/error/where").asText())
                    .as("%s", line)
                    .isEqualTo(where);
        }
    }

    @Test
    void jsonIsOneDocumentOnSuccessAndOnEveryKindOfFailure() throws IOException {
        String config = directory.resolve("new/ficus.yaml").toString();
        JsonNode created = json(0, "init", "-c", config, "-o", "json");
        assertThat(created.get("file").asText()).isEqualTo(config);
        assertThat(json(2, "init", "-c", config, "-o", "json").at("/error/code").asText())
                .isEqualTo("CONFIG_EXISTS");
        assertThat(json(2, "-o", "json", "init", "--nonsense").at("/error/code").asText())
                .isEqualTo("USAGE_INVALID");
        JsonNode secrets = json(2, "migrate", "status", "-o", "json", "-c", config);
        assertThat(secrets.at("/error/code").asText()).isEqualTo("SECRET_MISSING");
        assertThat(secrets.get("problems")).as("both passwords of the template").hasSize(2);
        assertThat(secrets.at("/problems/0")).isEqualTo(secrets.get("error"));
    }

    @Test
    void errorHasTheFourParts() {
        String config = directory.resolve("none.yaml").toString();
        assertThat(CommandRun.of("migrate", "up", "-c", config))
                .isEqualTo(new CommandRun(2, "", """
                        error CONFIG_NOT_FOUND: there is no such file
                          at:  %s
                          fix: write one with: ficus init, or name another file with --config FILE
                        """.formatted(config)));
    }

    @Test
    void initWritesAFileThatIsValidOnceItsSecretsAreThere() throws IOException {
        Path config = directory.resolve("ficus.yaml");
        CommandRun init = CommandRun.of("init", "-c", config.toString());
        assertThat(init.exitCode()).isZero();
        assertThat(init.out())
                .isEqualTo(
                        "wrote %1$s/ficus.yaml\nmade  %1$s/migrations-mysql\nmade  %1$s/migrations-postgres\nmade  %1$s/migrations-mongo\n"
                                .formatted(directory));
        assertThat(init.err()).isEqualTo("next: ficus -c " + config + " doctor\n");
        String before = Files.readString(config);
        assertThat(CommandRun.of("init", "-c", config.toString()).exitCode()).isEqualTo(2);
        assertThat(Files.readString(config)).as("a second init changes nothing").isEqualTo(before);
    }

    @Test
    void colourNeedsATerminalAndNobodyAgainstIt() {
        String red = "\u001b[31m";
        assertThat(CommandRun.with(Map.of(), true, "inot").err()).contains(red);
        assertThat(CommandRun.with(Map.of(), false, "inot").err()).doesNotContain("\u001b");
        assertThat(CommandRun.with(Map.of("NO_COLOR", "1"), true, "inot").err()).doesNotContain("\u001b");
        assertThat(CommandRun.with(Map.of("TERM", "dumb"), true, "inot").err()).doesNotContain("\u001b");
        assertThat(CommandRun.with(Map.of(), true, "inot", "--no-color").err()).doesNotContain("\u001b");
    }

    @Test
    void versionIsTheOneOfTheBuild() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("ficus \\d+\\.\\d+\\.\\d+\n");
        assertThat(run.err()).isEmpty();
        assertThat(CommandRun.of("-v", "--version").out())
                .as("the way round the short cut")
                .isEqualTo(run.out());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpThatStartsWithExamples(List<String> path) {
        List<String> arguments =
                Stream.concat(path.stream(), Stream.of("--help")).toList();
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        String name = String.join(
                " ", Stream.concat(Stream.of("ficus"), path.stream()).toList());
        assertThat(run.out())
                .as("one sentence, examples, synopsis, options")
                .matches("(?s)[A-Z][^\\n]+\\.\\n(  ?[^\\n]+\\n)*\\nExamples:\\n  ficus .*\\nUsage: " + name + " .*");
        assertThat(run.out()).contains("--config", "--output", "--help");
        assertThat(run.out().lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(110);
    }

    static Stream<List<String>> commands() {
        CommandLine root = CommandLines.all(Terminal.ofProcess());
        return below(List.of(), root);
    }

    private static Stream<List<String>> below(List<String> path, CommandLine command) {
        return Stream.concat(
                Stream.of(path),
                command.getSubcommands().entrySet().stream()
                        .flatMap(entry -> below(
                                Stream.concat(path.stream(), Stream.of(entry.getKey()))
                                        .toList(),
                                entry.getValue())));
    }

    private static JsonNode json(int exitCode, String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return STRICT.readTree(run.out());
    }
}
