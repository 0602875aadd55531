package dev.ficus.migrations.mongo;

import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one change file, and collects everything that is wrong with it. One instance reads one file. */
final class ChangeFileParser {
    private static final Set<String> FIELDS = Set.of("id", "author", "transactional", "allow", "steps");
    private static final Set<String> STEP_FIELDS = Set.of("apply", "rollback");

    private final FileProblems problems;
    private final OperationParser operations;

    private ChangeFileParser(FileProblems problems) {
        this.problems = problems;
        this.operations = new OperationParser(problems);
    }

    /** A file that was read: the change, or what is wrong. */
    record Result(Optional<MongoChange> change, List<Problem> problems) {}

    /**
     * @param name the file name
     * @param text normalised
     * @param described the file as messages name it
     */
    static Result parse(String name, String text, String described, String database) {
        FileProblems problems = new FileProblems(described, database);
        Optional<MongoChange> change = new ChangeFileParser(problems).parse(name, text);
        return new Result(problems.isEmpty() ? change : Optional.empty(), problems.all());
    }

    private Optional<MongoChange> parse(String name, String text) {
        Node root = compose(name, text);
        if (!(root instanceof MappingNode mapping)) {
            if (problems.isEmpty()) {
                problems.add(1, 1, "the file has to be a document with id and steps");
            }
            return Optional.empty();
        }
        Map<String, Node> fields = fields(mapping, FIELDS, "a change");
        String id = text(fields, "id").orElse("");
        if (id.isBlank()) {
            problems.add(root.getStartMark(), "the change needs an id");
        }
        MongoChange.Transaction transaction =
                flag(fields.get("transactional")) ? MongoChange.Transaction.REQUIRED : MongoChange.Transaction.NONE;
        List<MongoChange.Step> steps = steps(fields.get("steps"), root.getStartMark());
        allow(fields.get("allow"));
        MongoChange.ChangeKey key =
                new MongoChange.ChangeKey(id, text(fields, "author").orElse(""));
        return Optional.of(new MongoChange(key, name, name, transaction, Optional.of(ChangeText.sha256(text)), steps));
    }

    /** JSON is YAML but for tabs, which JSON allows between its tokens and nowhere else. */
    private @Nullable Node compose(String name, String text) {
        String yaml = name.endsWith(".json") ? text.replace('\t', ' ') : text;
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "the file cannot be read: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, 1, "the file cannot be read: " + e.getMessage());
        }
        return null;
    }

    private Map<String, Node> fields(MappingNode mapping, Set<String> known, String owner) {
        Map<String, Node> fields = new HashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            String key = YamlBson.text(field.getKeyNode());
            Mark mark = field.getKeyNode().getStartMark();
            if (!known.contains(key)) {
                problems.add(
                        mark,
                        owner + " has no field " + key + "; it has "
                                + String.join(", ", known.stream().sorted().toList()));
            } else if (fields.put(key, field.getValueNode()) != null) {
                problems.add(mark, "the field " + key + " is there twice");
            }
        }
        return fields;
    }

    private Optional<String> text(Map<String, Node> fields, String name) {
        Node node = fields.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue().strip());
        }
        problems.add(node.getStartMark(), name + " has to be text");
        return Optional.empty();
    }

    private boolean flag(@Nullable Node node) {
        if (node == null) {
            return false;
        }
        String text = YamlBson.text(node);
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(node.getStartMark(), "transactional has to be true or false");
        }
        return text.equals("true");
    }

    /** Lint reads it; a run does not. */
    private void allow(@Nullable Node node) {
        boolean fits = node instanceof SequenceNode list
                && list.getValue().stream().allMatch(each -> YamlBson.text(each).matches("(?s)MG\\d{3}(\\s.*)?"));
        if (node != null && !fits) {
            problems.add(node.getStartMark(), "allow has to be a list of rules, such as [MG001]");
        }
    }

    private List<MongoChange.Step> steps(@Nullable Node node, Mark root) {
        List<MongoChange.Step> steps = new ArrayList<>();
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problems.add(node == null ? root : node.getStartMark(), "the change needs a list of steps");
            return steps;
        }
        int number = 0;
        for (Node step : sequence.getValue()) {
            number++;
            step(step, "step " + number).ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<MongoChange.Step> step(Node node, String name) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node.getStartMark(), name + " has to be a document with apply");
            return Optional.empty();
        }
        Map<String, Node> fields = fields(mapping, STEP_FIELDS, name);
        Node apply = fields.get("apply");
        if (apply == null) {
            problems.add(node.getStartMark(), name + " needs apply");
            return Optional.empty();
        }
        Optional<Operation> rollback = Optional.ofNullable(fields.get("rollback"))
                .flatMap(operation -> operations.parse(operation, "rollback of " + name));
        return operations.parse(apply, "apply of " + name).map(operation -> new MongoChange.Step(operation, rollback));
    }
}
