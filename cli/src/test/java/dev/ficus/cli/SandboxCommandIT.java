package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandIT {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void sandboxAnswersOnceItsFileIsThereAndIsGoneAfterATermination() throws Exception {
        Path file = directory.resolve("play/ficus.yaml");
        Path out = directory.resolve("out.json");
        Path err = directory.resolve("err.txt");
        Process sandbox = new ProcessBuilder("../ficus", "sandbox", "--dir", directory + "/play", "-o", "json")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        List<Integer> ports;
        try {
            waitFor(file, sandbox, err);
            CommandRun status = CommandRun.of("migrate", "status", "-c", file.toString());
            assertThat(status).isEqualTo(new CommandRun(0, """
                            legacy (mysql): no changes
                            primary (postgres): no changes
                            content (mongo): no changes
                            """, ""));
            ports = ports(Files.readString(file));
            assertThat(ports).hasSize(3).allMatch(SandboxCommandIT::answers);
            assertThat(Files.readString(out))
                    .as("passwords are in the file only")
                    .doesNotContain("password");
        } finally {
            sandbox.destroy();
        }
        assertThat(sandbox.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sandbox.exitValue()).as(Files.readString(err)).isZero();
        assertThat(ports).as("the servers ended with it").noneMatch(SandboxCommandIT::answers);
        JsonNode document = JsonMapper.builder().build().readTree(out.toFile());
        assertThat(document.get("file").asText()).isEqualTo(file.toString());
        assertThat(document.get("servers")).hasSize(3);
    }

    @Test
    void kindThatDoesNotExistIsBadUsage() {
        CommandRun run = CommandRun.of("sandbox", "--dir", directory.toString(), "--sandbox", "cloud");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("error USAGE_INVALID: invalid value for option '--sandbox':"
                        + " expected auto, url, docker, installed or embedded, not 'cloud'\n");
    }

    /** The file appears when all servers answer; the process must not end before. */
    private static void waitFor(Path file, Process sandbox, Path err) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(file)) {
            assertThat(Instant.now()).as("waited for %s", file).isBefore(end);
            assertThat(sandbox.waitFor(50, TimeUnit.MILLISECONDS))
                    .as("it ended: %s", Files.readString(err))
                    .isFalse();
        }
    }

    private static List<Integer> ports(String settings) {
        List<Integer> ports = new ArrayList<>();
        Matcher matcher = PORT.matcher(settings);
        while (matcher.find()) {
            ports.add(Integer.parseInt(matcher.group(1)));
        }
        return ports;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
