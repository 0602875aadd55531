package dev.ficus.dualwrite.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a domain was converted to, kept beside the change files so that a later conversion can write the difference. It
 * belongs under version control with them.
 *
 * @param schema what all files together make
 * @param files the names of the change files, in the order in which they were written
 */
record Snapshot(TargetSchema schema, List<String> files) {
    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Snapshot {
        files = List.copyOf(files);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is something else; the message says what, as a clause
     */
    static Snapshot parse(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (root.path("format").asInt() != FORMAT) {
                throw new IllegalArgumentException("its format is not " + FORMAT);
            }
            List<TargetTable> tables = new ArrayList<>();
            root.required("tables").forEach(node -> tables.add(table(node)));
            List<TargetObject> objects = new ArrayList<>();
            root.required("objects").forEach(node -> objects.add(object(node)));
            return new Snapshot(new TargetSchema(tables, objects), texts(root.required("files")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON document", e);
        }
    }

    /** A JSON document that ends with a line feed. */
    String text() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        strings(root.putArray("files"), files);
        ArrayNode tables = root.putArray("tables");
        schema.tables().forEach(table -> write(tables.addObject(), table));
        ArrayNode objects = root.putArray("objects");
        schema.objects().forEach(object -> write(objects.addObject(), object));
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static void write(ObjectNode node, TargetTable table) {
        node.put("source", table.source());
        node.put("name", table.name());
        ArrayNode columns = node.putArray("columns");
        table.columns().forEach(column -> write(columns.addObject(), column));
        strings(node.putArray("key"), table.key());
        table.partitionBy().ifPresent(put(node, "partitionBy"));
        node.put("comment", table.comment());
    }

    private static void write(ObjectNode node, TargetColumn column) {
        node.put("name", column.name());
        node.put("type", column.type());
        node.put("nullable", column.nullable());
        column.defaultSql().ifPresent(put(node, "default"));
        node.put("identity", column.identity());
        column.generatedSql().ifPresent(put(node, "generated"));
        node.put("comment", column.comment());
    }

    private static void write(ObjectNode node, TargetObject object) {
        node.put("stage", object.stage().name());
        node.put("table", object.table());
        node.put("name", object.name());
        node.put("create", object.create());
        node.put("drop", object.drop());
    }

    private static TargetTable table(JsonNode node) {
        List<TargetColumn> columns = new ArrayList<>();
        node.required("columns").forEach(column -> columns.add(column(column)));
        return new TargetTable(
                text(node, "source"),
                text(node, "name"),
                columns,
                texts(node.required("key")),
                optional(node, "partitionBy"),
                text(node, "comment"));
    }

    private static TargetColumn column(JsonNode node) {
        return new TargetColumn(
                text(node, "name"),
                text(node, "type"),
                node.required("nullable").asBoolean(),
                optional(node, "default"),
                node.required("identity").asBoolean(),
                optional(node, "generated"),
                text(node, "comment"));
    }

    private static TargetObject object(JsonNode node) {
        return new TargetObject(
                TargetObject.Stage.valueOf(text(node, "stage")),
                text(node, "table"),
                text(node, "name"),
                text(node, "create"),
                text(node, "drop"));
    }

    private static String text(JsonNode node, String key) {
        return node.required(key).asText();
    }

    private static Optional<String> optional(JsonNode node, String key) {
        return node.has(key) ? Optional.of(text(node, key)) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static Consumer<String> put(ObjectNode node, String key) {
        return text -> node.put(key, text);
    }
}
