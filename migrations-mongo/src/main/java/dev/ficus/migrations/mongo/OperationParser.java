package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads one operation and checks it. Fields that an operation does not know are passed on where the server's command
 * has options, and refused elsewhere.
 */
final class OperationParser {
    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("createCollection", new Shape(Set.of("name"), true)),
            Map.entry("dropCollection", new Shape(Set.of("name"), false)),
            Map.entry("renameCollection", new Shape(Set.of("from", "to"), true)),
            Map.entry("createIndex", new Shape(Set.of("collection", "keys"), true)),
            Map.entry("dropIndex", new Shape(Set.of("collection", "name"), false)),
            Map.entry("setValidator", new Shape(Set.of("collection", "validator"), Set.of("level", "action"), false)),
            Map.entry("insert", new Shape(Set.of("collection", "documents"), false)),
            Map.entry("update", new Shape(Set.of("collection", "filter", "update"), true)),
            Map.entry("delete", new Shape(Set.of("collection", "filter"), true)),
            Map.entry("aggregate", new Shape(Set.of("collection", "pipeline"), true)),
            Map.entry(
                    Operation.FIELD_RENAME,
                    new Shape(Set.of("collection", "from", "to"), Set.of("batch", "filter"), false)),
            Map.entry("runCommand", new Shape(Set.of(), true)));

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
     * @param optional fields that may be there
     * @param options true where further fields go to the server as they are
     */
    private record Shape(Set<String> needed, Set<String> optional, boolean options) {
        Shape(Set<String> needed, boolean options) {
            this(needed, Set.of(), options);
        }

        boolean knows(String field) {
            return needed.contains(field) || optional.contains(field);
        }
    }

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
                .filter(name -> !shape.options() && !shape.knows(name))
                .toList();
        unknown.forEach(name -> problems.add(node.getStartMark(), kind + " has no " + name));
        List<String> mistyped = fields.entrySet().stream()
                .filter(field -> shape.knows(field.getKey()))
                .filter(field -> !FieldShapes.fits(field.getKey(), field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        mistyped.forEach(name ->
                problems.add(node.getStartMark(), kind + "." + name + " has to be " + FieldShapes.expected(name)));
        boolean empty = shape.needed().isEmpty() && fields.isEmpty();
        if (empty) {
            problems.add(node.getStartMark(), kind + " is empty");
        }
        return missing.isEmpty() && unknown.isEmpty() && mistyped.isEmpty() && !empty;
    }
}
