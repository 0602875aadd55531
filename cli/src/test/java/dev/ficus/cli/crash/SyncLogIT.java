package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.cli.CommandRun;
import dev.ficus.cli.PublishedSchemas;
import dev.ficus.cli.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON log of {@code ficus sync}: every line of stderr is one object that the published schema allows. */
class SyncLogIT {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @TempDir
    private Path directory;

    @Test
    void logOfARealRunIsOneObjectALineAndNamesWhatHappened() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        String domain = scene.domain(0).name();
        scene.succeed("backfill", domain);
        String line = scene.domain(0).line();
        List<JsonNode> log;
        try (Daemon sync = Daemon.start(directory, "--log-format", "json", "-v")) {
            sync.await(domain, "running");
            CrashScene.execute(scene.mysql(), "ALTER TABLE " + line + " ADD COLUMN note VARCHAR(9)");
            sync.await(domain, "stopped");
            CrashScene.execute(scene.postgres(), "ALTER TABLE " + line + " ADD COLUMN note varchar(9)");
            sync.await(domain, "running");
            CrashScene.execute(
                    scene.postgres(),
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())");
            Waiting.until("it has said so", () -> sync.process().err().contains("\"event\":\"waiting\""));
            sync.await(domain, "running");
            sync.process().terminate();
            assertThat(sync.process().exitCode()).isEqualTo(130);
            log = lines(sync.process().err());
        }
        JsonNode stopped = of(log, "stopped").get(0);
        assertThat(stopped.get("level").asText()).isEqualTo("error");
        assertThat(stopped.get("domain").asText()).isEqualTo(domain);
        assertThat(stopped.get("code").asText()).isEqualTo("STREAM_STOPPED_BY_DDL");
        assertThat(stopped.get("message").asText()).contains("ADD COLUMN note");
        assertThat(stopped.get("fix").asText()).contains("ficus schema convert " + domain);
        assertThat(only(log, "warning").get("message").asText()).startsWith("went on behind a change of structure");
        JsonNode waiting = of(log, "waiting").get(0);
        assertThat(waiting.get("level").asText()).isEqualTo("warn");
        assertThat(waiting.get("code").asText()).isEqualTo("CONNECTION_LOST");
        assertThat(of(log, "step"))
                .extracting(step -> step.get("message").asText())
                .contains("forward stream runs");
        assertThat(of(log, "progress")).isNotEmpty();
        assertThat(of(log, "note")).isNotEmpty();
        assertThat(only(log, "error").get("code").asText()).isEqualTo("INTERRUPTED");
    }

    @Test
    void failureBeforeTheFirstStreamAndWrongUsageAreInTheLogToo() throws Exception {
        CommandRun missing = CommandRun.of("sync", "--log-format", "json", "-c", "no-such.yaml");
        CommandRun wrong = CommandRun.of("sync", "--log-format=json", "--nothing");

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(only(lines(missing.err()), "error").get("code").asText()).isEqualTo("CONFIG_NOT_FOUND");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(only(lines(wrong.err()), "error").get("code").asText()).isEqualTo("USAGE_INVALID");
    }

    @Test
    void schemaRefusesALineWithAnotherKey() throws Exception {
        CommandRun missing = CommandRun.of("sync", "--log-format", "json", "-c", "no-such.yaml");
        ObjectNode line = (ObjectNode) lines(missing.err()).get(0);

        assertThat(PublishedSchemas.problemsOfLogLine(line.put("surprise", 1)))
                .as("negative control")
                .isNotEmpty();
    }

    private static List<JsonNode> lines(String err) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : err.split("\n")) {
            JsonNode node = STRICT.readTree(line);
            assertThat(PublishedSchemas.problemsOfLogLine(node)).as(line).isEmpty();
            lines.add(node);
        }
        return lines;
    }

    private static List<JsonNode> of(List<JsonNode> log, String event) {
        return log.stream()
                .filter(line -> line.get("event").asText().equals(event))
                .toList();
    }

    private static JsonNode only(List<JsonNode> log, String event) {
        assertThat(of(log, event)).as("%s in %s", event, log).hasSize(1);
        return of(log, event).get(0);
    }
}
