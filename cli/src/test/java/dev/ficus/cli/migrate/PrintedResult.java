package dev.ficus.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.PublishedSchemas;
import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A result as text and as a JSON document, which the published schema of its kind allows. */
final class PrintedResult {
    static final DatabaseSettings LEGACY = database("legacy", DatabaseKind.MYSQL);
    static final DatabaseSettings PRIMARY = database("primary", DatabaseKind.POSTGRES);
    static final DatabaseSettings CONTENT = database("content", DatabaseKind.MONGO);

    private PrintedResult() {}

    static String text(Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.writeText(new TextPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static JsonNode json(Result result, Problem... problems) {
        try {
            JsonNode document = JsonMapper.builder().build().readTree(JsonDocument.of(result, List.of(problems)));
            assertThat(PublishedSchemas.problems(document)).as("%s", document).isEmpty();
            return document;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static DatabaseSettings database(String name, DatabaseKind kind) {
        return new DatabaseSettings(name, kind, "x", Optional.empty(), Optional.empty(), Optional.of(Path.of(name)));
    }
}
