package dev.ficus.core.settings;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads what is chosen for one column, or for all columns of a type. */
final class ColumnChoiceParser {
    static final List<String> KEYS = List.of("name", "to", "zero-date", "nul", "invalid-enum");

    private final Placeholders placeholders;
    private final SettingsProblems problems;

    ColumnChoiceParser(Placeholders placeholders, SettingsProblems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    ColumnChoice ofColumn(Section section, Optional<String> name) {
        return new ColumnChoice(
                name,
                section.optional("to").flatMap(node -> placeholders.text("to of " + section.subject(), node)),
                word(section, "zero-date"),
                section.optional("nul").flatMap(node -> replacement(section, node)),
                word(section, "invalid-enum"));
    }

    /** All columns of a type cannot have one name. */
    ColumnChoice ofType(Section section) {
        Section.Entry name = section.entries().get("name");
        if (name != null) {
            problems.add(
                    name.key(),
                    "a name is given to " + section.subject(),
                    "name single columns: tables: { TABLE: { columns: { COLUMN: { name: … } } } }");
        }
        return ofColumn(section, Optional.empty());
    }

    /** A word; YAML's null is the word {@code null}. */
    private Optional<String> word(Section section, String key) {
        return section.optional(key)
                .flatMap(node -> node instanceof ScalarNode scalar
                                && scalar.getTag().equals(Tag.NULL)
                                && !scalar.getValue().isEmpty()
                        ? Optional.of("null")
                        : placeholders.text(key + " of " + section.subject(), node));
    }

    /** A word or a text, which may be a blank. */
    private Optional<String> replacement(Section section, Node node) {
        return node instanceof ScalarNode scalar
                        && scalar.getTag().equals(Tag.STR)
                        && !scalar.getValue().isEmpty()
                        && scalar.getValue().isBlank()
                ? Optional.of(scalar.getValue())
                : placeholders.text("nul of " + section.subject(), node);
    }
}
