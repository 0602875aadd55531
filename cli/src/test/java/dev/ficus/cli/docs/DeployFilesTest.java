package dev.ficus.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** The files under docs/deploy start commands that exist, and know the exit codes. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("../docs/deploy");

    @Test
    void unitStartsACommandThatTheCommandLineTakes() throws IOException {
        String start = unit().get("ExecStart");
        List<String> words = Arrays.asList(start.split(" "));

        assertThat(words.get(0)).endsWith("/bin/ficus");
        assertTaken(words.subList(1, words.size()));
    }

    @Test
    void unitDoesNotStartAgainWhatNeedsAPersonAndTakesAnInterruptForSuccess() throws IOException {
        assertThat(unit())
                .containsEntry("SuccessExitStatus", String.valueOf(ErrorKind.INTERRUPTED.exitCode()))
                .containsEntry(
                        "RestartPreventExitStatus",
                        ErrorKind.USAGE.exitCode() + " " + ErrorKind.ENVIRONMENT.exitCode() + " "
                                + ErrorKind.STATE.exitCode())
                .containsEntry("Restart", "on-failure")
                .containsEntry("KillSignal", "SIGTERM");
    }

    @Test
    void composeFileStartsACommandThatTheCommandLineTakes() throws IOException {
        Map<String, Map<String, Map<String, List<String>>>> file =
                new Yaml().load(Files.readString(DEPLOY.resolve("compose.yaml")));

        assertTaken(file.get("services").get("ficus-sync").get("command"));
    }

    private static void assertTaken(List<String> arguments) {
        CommandLine.ParseResult parsed =
                CommandLines.all(Terminal.ofProcess()).parseArgs(arguments.toArray(String[]::new));
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("sync");
        assertThat(parsed.subcommand().hasMatchedOption("--listen")).isTrue();
    }

    /** Each key stands once in the unit. */
    private static Map<String, String> unit() throws IOException {
        return Files.readString(DEPLOY.resolve("ficus-sync.service"))
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }
}
