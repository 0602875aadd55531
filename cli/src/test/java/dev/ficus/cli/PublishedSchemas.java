package dev.ficus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JSON Schemas in {@code docs/schema/v1}, and what a document has that they do not allow. */
public final class PublishedSchemas {
    public static final Path DIRECTORY = Path.of("../docs/schema/v1");
    private static final String BASE = "file:///v1/";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(PublishedSchemas::text));

    private PublishedSchemas() {}

    /** What is wrong with a document by the schema that its own key {@code document} names; empty where nothing is. */
    public static List<String> problems(JsonNode document) {
        String name = document.path("document").asText();
        if (!name.matches("ficus/[a-z-]+/v1")) {
            return List.of("no kind of document: " + name);
        }
        Schema schema = REGISTRY.getSchema(SchemaLocation.of(BASE + name.split("/")[1] + ".json"));
        return schema.validate(document).stream().map(Error::toString).toList();
    }

    /** What is wrong with a line of the JSON log; empty where nothing is. */
    public static List<String> problemsOfLogLine(JsonNode line) {
        Schema schema = REGISTRY.getSchema(SchemaLocation.of(BASE + "log.json"));
        return schema.validate(line).stream().map(Error::toString).toList();
    }

    private static String text(String iri) {
        try {
            return iri.startsWith(BASE) ? Files.readString(DIRECTORY.resolve(iri.substring(BASE.length()))) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
