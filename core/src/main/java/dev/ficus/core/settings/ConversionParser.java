package dev.ficus.core.settings;

import dev.ficus.core.error.NearestName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the section {@code strangler.convert}. Whether a choice suits a type is not known here: the catalog of MySQL says
 * which column has which type.
 */
final class ConversionParser {
    private static final int LONGEST_NAME = 63;

    private final Placeholders placeholders;
    private final SettingsProblems problems;
    private final Collection<String> tables;

    /** @param tables the tables of all domains */
    ConversionParser(Placeholders placeholders, SettingsProblems problems, Collection<String> tables) {
        this.placeholders = placeholders;
        this.problems = problems;
        this.tables = tables;
    }

    ConversionSettings parse(Node node) {
        return filled("strangler.convert", node, List.of("types", "tables"))
                .map(this::conversion)
                .orElse(ConversionSettings.NONE);
    }

    private ConversionSettings conversion(Section section) {
        Map<String, TableChoice> choices = each(section, "tables", "strangler.convert.tables", this::table);
        section.optional("tables").ifPresent(node -> reportSameNames(node, choices));
        return new ConversionSettings(types("strangler.convert", section), choices);
    }

    private TableChoice table(String name, Section.Entry entry) {
        if (!tables.contains(name)) {
            problems.add(
                    entry.key(),
                    "strangler.convert.tables names " + name + ", which is in no domain",
                    NearestName.fix(name, tables));
        }
        String subject = "table " + name;
        return filled(subject, entry.value(), List.of("name", "types", "columns"))
                .map(section -> new TableChoice(
                        name(section),
                        types(subject, section),
                        each(
                                section,
                                "columns",
                                "columns of " + subject,
                                (column, choice) -> column(name + "." + column, choice))))
                .orElse(TableChoice.NONE);
    }

    /** Two tables cannot have the same name in PostgreSQL. */
    private void reportSameNames(Node node, Map<String, TableChoice> choices) {
        Map<String, String> taken = new HashMap<>();
        for (String table : tables) {
            String target = choices.getOrDefault(table, TableChoice.NONE).name().orElse(table);
            String other = taken.putIfAbsent(target, table);
            if (other != null) {
                problems.add(
                        node,
                        "tables " + other + " and " + table + " would both be " + target + " in PostgreSQL",
                        "give one of them another name");
            }
        }
    }

    private Map<String, ColumnChoice> types(String subject, Section section) {
        Map<String, ColumnChoice> types = new LinkedHashMap<>();
        each(section, "types", "types of " + subject, this::type).forEach((name, choice) -> {
            if (types.putIfAbsent(MysqlTypeNames.normal(name), choice) != null) {
                problems.add(
                        section.optional("types").orElseThrow(),
                        "type " + name + " stands twice in types of " + subject,
                        "remove one of the two");
            }
        });
        return types;
    }

    private ColumnChoice type(String name, Section.Entry entry) {
        MysqlTypeNames.problem(name)
                .ifPresent(fix -> problems.add(entry.key(), "there is no type " + name + " in MySQL's catalog", fix));
        return filled("type " + name, entry.value(), ColumnChoiceParser.KEYS)
                .map(section -> new ColumnChoiceParser(placeholders, problems).ofType(section))
                .orElse(ColumnChoice.NONE);
    }

    private ColumnChoice column(String name, Section.Entry entry) {
        return filled("column " + name, entry.value(), ColumnChoiceParser.KEYS)
                .map(section -> new ColumnChoiceParser(placeholders, problems).ofColumn(section, name(section)))
                .orElse(ColumnChoice.NONE);
    }

    /** The name in PostgreSQL, which cuts longer ones. */
    private Optional<String> name(Section section) {
        return section.optional("name").flatMap(node -> {
            Optional<String> name = placeholders.text("name of " + section.subject(), node);
            if (name.isPresent() && name.get().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                problems.add(
                        node,
                        "the name of " + section.subject() + " is longer than PostgreSQL's " + LONGEST_NAME + " bytes",
                        "choose a shorter one");
            }
            return name;
        });
    }

    private <T> Map<String, T> each(
            Section parent, String key, String subject, BiFunction<String, Section.Entry, T> read) {
        Map<String, T> all = new LinkedHashMap<>();
        parent.optional(key)
                .flatMap(node -> filled(subject, node))
                .ifPresent(section ->
                        section.entries().forEach((name, entry) -> all.put(name, read.apply(name, entry))));
        return all;
    }

    private Optional<Section> filled(String subject, Node node, List<String> keys) {
        Optional<Section> section = filled(subject, node);
        section.ifPresent(present -> present.allowOnly(keys, problems));
        return section;
    }

    /** A mapping that says nothing is probably one that somebody forgot to fill. */
    private Optional<Section> filled(String subject, Node node) {
        Optional<Section> section = Section.of(subject, node, problems);
        if (section.isPresent() && section.get().entries().isEmpty()) {
            problems.add(node, subject + " is empty", "write a choice, or remove the key");
        }
        return section;
    }
}
