package dev.ficus.core.settings;

import dev.ficus.core.error.NearestName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One mapping of the file: its keys in order, each once.
 *
 * @param subject what the mapping describes, for messages
 * @param node where it stands
 * @param entries the value of each key; of a key written twice the first
 */
record Section(String subject, Node node, Map<String, Entry> entries) {

    /** A key of the file and its value. */
    record Entry(ScalarNode key, Node value) {}

    /** Reads a mapping; reports a node of another shape, keys that are no text, and keys that stand twice. */
    static Optional<Section> of(String subject, Node node, SettingsProblems problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, subject + " is not a mapping", "write it as: key: value");
            return Optional.empty();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), "a key of " + subject + " is not a word", "write it as: key: value");
                continue;
            }
            if (entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                problems.add(key, "key " + key.getValue() + " stands twice in " + subject, "remove one of the two");
            }
        }
        return Optional.of(new Section(subject, node, entries));
    }

    /** Reports every key that is not one of these. */
    void allowOnly(Collection<String> known, SettingsProblems problems) {
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                problems.add(entry.key(), "unknown key " + name + " in " + subject, NearestName.fix(name, known));
            }
        });
    }

    /** The value of a key; reports that it is missing. */
    Optional<Node> required(String key, String fix, SettingsProblems problems) {
        Optional<Node> value = optional(key);
        if (value.isEmpty()) {
            problems.add(node, subject + " has no " + key, fix);
        }
        return value;
    }

    /** The value of a key. */
    Optional<Node> optional(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }
}
