package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.session.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PublishedSchemasTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void everyCommandOfMigrateAndEveryReportOfTheStranglerHasASchemaAndNoOther() throws IOException {
        CommandLine migrate =
                CommandLines.all(Terminal.ofProcess()).getSubcommands().get("migrate");
        Stream<String> expected = Stream.concat(
                Stream.of(
                        "error.json",
                        "problem.json",
                        "schema-convert.json",
                        "doctor.json",
                        "backfill.json",
                        "log.json"),
                migrate.getSubcommands().keySet().stream().map(name -> "migrate-" + name + ".json"));
        try (Stream<Path> files = Files.list(PublishedSchemas.DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(expected.toList());
        }
    }

    @Test
    void noObjectOfASchemaTakesKeysThatItDoesNotName() throws IOException {
        try (Stream<Path> files = Files.list(PublishedSchemas.DIRECTORY)) {
            for (Path file : files.toList()) {
                for (JsonNode schema : MAPPER.readTree(file.toFile()).findParents("properties")) {
                    assertThat(schema.path("additionalProperties").isBoolean()
                                    && !schema.path("additionalProperties").asBoolean())
                            .as("%s: %s", file, schema.path("description"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void documentOfAFailureIsAllowedAndOneWithAnotherKeyIsNot() throws IOException {
        CommandRun run = CommandRun.of("migrate", "up", "-c", "no-such.yaml", "-o", "json");
        ObjectNode document = (ObjectNode) MAPPER.readTree(run.out());
        assertThat(PublishedSchemas.problems(document)).isEmpty();
        document.put("surprise", 1);
        assertThat(PublishedSchemas.problems(document)).as("negative control").isNotEmpty();
        document.remove(List.of("surprise", "error"));
        assertThat(PublishedSchemas.problems(document))
                .as("an error without an error")
                .isNotEmpty();
    }
}
