package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads one operation and checks it. Fields that an operation does not know are passed on where the server's command
 * has options, and refused elsewhere.
 */
final class OperationParser {
    private static final Map<String, Shape> SHAPES = Map.of(
            "createCollection", new Shape(Set.of("name"), true),
            "dropCollection", new Shape(Set.of("name"), false),
            "renameCollection", new Shape(Set.of("from", "to"), true),
            "createIndex", new Shape(Set.of("collection", "keys"), true),
            "dropIndex", new Shape(Set.of("collection", "name"), false),
            "insert", new Shape(Set.of("collection", "documents"), false),
            "update", new Shape(Set.of("collection", "filter", "update"), true),
            "delete", new Shape(Set.of("collection", "filter"), true),
            "runCommand", new Shape(Set.of(), true));
    private static final Set<String> TEXT = Set.of("name", "from", "to", "collection");

    private final FileProblems problems;
    private final YamlBson bson;

    OperationParser(FileProblems problems) {
        this.problems = problems;
        this.bson = new YamlBson(problems);
    }

    /**
     * What an operation has to hold.
     *
     * @param needed fields that have to be there
     * @param options true where further fields go to the server as they are
     */
    private record Shape(Set<String> needed, boolean options) {}

    /** Empty where the operation is wrong; the problems are then collected. */
    Optional<Operation> parse(Node node, String place) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
            problems.add(node.getStartMark(), place + " has to be one operation, such as { dropCollection: reviews }");
            return Optional.empty();
        }
        NodeTuple only = mapping.getValue().get(0);
        String kind = YamlBson.text(only.getKeyNode());
        Shape shape = SHAPES.get(kind);
        if (shape == null) {
            problems.add(
                    only.getKeyNode().getStartMark(),
                    "there is no operation " + kind + "; there are "
                            + SHAPES.keySet().stream().sorted().collect(Collectors.joining(", ")));
            return Optional.empty();
        }
        return fields(only.getValueNode(), kind, shape)
                .map(fields -> new Operation(kind, Commands.command(kind, fields)));
    }

    /** {@code { dropCollection: reviews }} is short for {@code { dropCollection: { name: reviews } }}. */
    private Optional<BsonDocument> fields(Node node, String kind, Shape shape) {
        if (node instanceof ScalarNode scalar && shape.needed().equals(Set.of("name"))) {
            return Optional.of(new BsonDocument("name", new BsonString(scalar.getValue())));
        }
        return bson.document(node, kind).filter(fields -> isComplete(fields, node, kind, shape));
    }

    private boolean isComplete(BsonDocument fields, Node node, String kind, Shape shape) {
        List<String> missing = shape.needed().stream()
                .filter(name -> !fields.containsKey(name))
                .sorted()
                .toList();
        missing.forEach(name -> problems.add(node.getStartMark(), kind + " needs " + name));
        List<String> unknown = fields.keySet().stream()
                .filter(name -> !shape.options() && !shape.needed().contains(name))
                .toList();
        unknown.forEach(name -> problems.add(node.getStartMark(), kind + " has no " + name));
        List<String> mistyped = fields.entrySet().stream()
                .filter(field -> shape.needed().contains(field.getKey()))
                .filter(field -> !fits(field.getKey(), field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        mistyped.forEach(name -> problems.add(node.getStartMark(), kind + "." + name + " has to be " + expected(name)));
        boolean empty = shape.needed().isEmpty() && fields.isEmpty();
        if (empty) {
            problems.add(node.getStartMark(), kind + " is empty");
        }
        return missing.isEmpty() && unknown.isEmpty() && mistyped.isEmpty() && !empty;
    }

    private static boolean fits(String name, BsonValue value) {
        if (TEXT.contains(name)) {
            return value.isString() && !value.asString().getValue().isEmpty();
        }
        return switch (name) {
            case "documents" ->
                value.isArray()
                        && !value.asArray().isEmpty()
                        && value.asArray().stream().allMatch(BsonValue::isDocument);
            case "update" -> value.isDocument() || value.isArray();
            case "keys" -> value.isDocument() && !value.asDocument().isEmpty();
            default -> value.isDocument();
        };
    }

    private static String expected(String name) {
        return TEXT.contains(name) ? "text" : name.equals("documents") ? "a list of documents" : "a document";
    }
}
