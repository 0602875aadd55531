package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Turns YAML or JSON into BSON, with MongoDB Extended JSON ({@code {$oid: ...}}, {@code {$date: ...}}) for the types
 * that neither has. Only {@code true} and {@code false} are booleans; {@code yes}, {@code on} and dates are text.
 * Source: "MongoDB Extended JSON (v2)" in the MongoDB manual.
 */
final class YamlBson {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?[0-9]+\\.[0-9]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+");
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final FileProblems problems;

    YamlBson(FileProblems problems) {
        this.problems = problems;
    }

    /** The node as a BSON document; a problem and empty where it is none. */
    Optional<BsonDocument> document(Node node, String name) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node.getStartMark(), name + " has to be a document");
            return Optional.empty();
        }
        try {
            return Optional.of(BsonDocument.parse(mapping(mapping).toJson(CANONICAL)));
        } catch (JsonParseException | IllegalArgumentException e) {
            problems.add(node.getStartMark(), name + " is not valid Extended JSON: " + e.getMessage());
            return Optional.empty();
        }
    }

    private BsonValue value(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping(mapping);
        }
        if (node instanceof SequenceNode sequence) {
            List<BsonValue> values =
                    sequence.getValue().stream().map(this::value).toList();
            return new BsonArray(values);
        }
        return node instanceof ScalarNode scalar ? scalar(scalar) : BsonNull.VALUE;
    }

    private BsonDocument mapping(MappingNode mapping) {
        BsonDocument document = new BsonDocument();
        for (NodeTuple field : mapping.getValue()) {
            String key = text(field.getKeyNode());
            if (document.containsKey(key)) {
                problems.add(field.getKeyNode().getStartMark(), "the field " + key + " is there twice");
            }
            document.put(key, value(field.getValueNode()));
        }
        return document;
    }

    /** A key as it is written, even where YAML would read {@code on} as a boolean. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : node.toString();
    }

    private static BsonValue scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return new BsonString(text);
        }
        if (INTEGER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
        }
        if (DECIMAL.matcher(text).matches()) {
            return new BsonDouble(Double.parseDouble(text));
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> BsonNull.VALUE;
            case "true", "True", "TRUE" -> BsonBoolean.TRUE;
            case "false", "False", "FALSE" -> BsonBoolean.FALSE;
            default -> new BsonString(text);
        };
    }
}
