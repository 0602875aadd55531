package dev.ficus.migrations.mongo;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What lint needs of a change file besides the change.
 *
 * @param lines where the steps begin, from 1, in their order
 * @param allowed the findings that the author has weighed: the first word is the id of the rule
 */
record LintHints(List<Integer> lines, List<String> allowed) {
    LintHints {
        lines = List.copyOf(lines);
        allowed = List.copyOf(allowed);
    }

    /** Of a file that can be read as a change. */
    static LintHints of(String name, String text) {
        String yaml = name.endsWith(".json") ? text.replace('\t', ' ') : text;
        List<Integer> lines = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        if (new Yaml(new LoaderOptions()).compose(new StringReader(yaml)) instanceof MappingNode change) {
            for (NodeTuple field : change.getValue()) {
                if (field.getValueNode() instanceof SequenceNode list) {
                    read(YamlBson.text(field.getKeyNode()), list, lines, allowed);
                }
            }
        }
        return new LintHints(lines, allowed);
    }

    private static void read(String field, SequenceNode list, List<Integer> lines, List<String> allowed) {
        for (Node node : list.getValue()) {
            if (field.equals("steps")) {
                lines.add(node.getStartMark().getLine() + 1);
            } else if (field.equals("allow") && node instanceof ScalarNode scalar) {
                allowed.add(scalar.getValue().strip());
            }
        }
    }
}
