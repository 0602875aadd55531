package dev.ficus.core.settings;

import dev.ficus.core.error.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the section {@code strangler}. */
final class StranglerParser {
    private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final List<String> KEYS = List.of("from", "to", "convert", "stream", "domains");

    private final Placeholders placeholders;
    private final SettingsProblems problems;
    private final Map<String, String> domainOfTable = new LinkedHashMap<>();

    StranglerParser(Placeholders placeholders, SettingsProblems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /**
     * @param named every database name of the file, also of those that could not be read
     * @param databases those that could be read
     */
    Optional<StranglerSettings> parse(Node node, List<String> named, List<DatabaseSettings> databases) {
        Section section = Section.of("strangler", node, problems).orElse(null);
        if (section == null) {
            return Optional.empty();
        }
        section.allowOnly(KEYS, problems);
        Map<String, Optional<DatabaseSettings>> known = new LinkedHashMap<>();
        named.forEach(name -> known.put(
                name, databases.stream().filter(d -> d.name().equals(name)).findFirst()));
        Optional<DatabaseSettings> from = side(section, "from", DatabaseKind.MYSQL, known);
        Optional<DatabaseSettings> to = side(section, "to", DatabaseKind.POSTGRES, known);
        List<DomainSettings> domains = section.required(
                        "domains", "add: domains: { NAME: { tables: [TABLE] } }", problems)
                .map(this::domains)
                .orElse(List.of());
        ConversionSettings conversion =
                section.optional("convert").map(this::conversion).orElse(ConversionSettings.NONE);
        List<DomainSettings> converted = domains.stream()
                .map(domain -> new DomainSettings(domain.name(), domain.tables(), conversion, domain.divergence()))
                .toList();
        StreamSettings stream = section.optional("stream")
                .map(new StreamParser(placeholders, problems)::parse)
                .orElse(StreamSettings.DEFAULT);
        return from.flatMap(source -> to.map(target -> new StranglerSettings(source, target, converted, stream)));
    }

    private ConversionSettings conversion(Node node) {
        return new ConversionParser(placeholders, problems, domainOfTable.keySet()).parse(node);
    }

    private Optional<DatabaseSettings> side(
            Section section, String key, DatabaseKind kind, Map<String, Optional<DatabaseSettings>> known) {
        Optional<Node> node = section.required(key, "name a " + kind.word() + " database of this file", problems);
        Optional<String> name = node.flatMap(value -> placeholders.text("strangler." + key, value));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<DatabaseSettings> database = known.get(name.get());
        if (database == null) {
            problems.add(
                    node.orElseThrow(),
                    "strangler." + key + " names " + name.get() + ", which is not under databases",
                    NearestName.fix(name.get(), known.keySet()));
            return Optional.empty();
        }
        if (database.isPresent() && database.get().kind() != kind) {
            problems.add(
                    node.orElseThrow(),
                    "strangler." + key + " is the " + database.get().kind().word() + " database " + name.get(),
                    "name a " + kind.word() + " database");
        }
        return database;
    }

    private List<DomainSettings> domains(Node node) {
        Section section = Section.of("strangler.domains", node, problems).orElse(null);
        if (section == null) {
            return List.of();
        }
        List<DomainSettings> domains = new ArrayList<>();
        section.entries().forEach((name, entry) -> domains.add(domain(name, entry)));
        return domains;
    }

    private DomainSettings domain(String name, Section.Entry entry) {
        if (!DOMAIN.matcher(name).matches()) {
            problems.add(
                    entry.key(),
                    "the domain name " + name + " is not allowed",
                    "use lower-case letters, digits and _, starting with a letter, at most 40");
        }
        Optional<Section> section = Section.of("domain " + name, entry.value(), problems);
        List<String> tables = section.flatMap(domain -> tables(domain))
                .map(node -> tables(name, node))
                .orElse(List.of());
        Divergence divergence = section.flatMap(domain -> domain.optional("divergence"))
                .map(node -> divergence(name, node))
                .orElse(Divergence.STOP);
        return new DomainSettings(name, tables, ConversionSettings.NONE, divergence);
    }

    private Divergence divergence(String domain, Node node) {
        Optional<String> word = placeholders.text("divergence of domain " + domain, node);
        if (word.isPresent() && !word.get().equals("stop") && !word.get().equals("count")) {
            problems.add(
                    node, "divergence of domain " + domain + " is " + word.get(), "write stop (the default) or count");
        }
        return word.equals(Optional.of("count")) ? Divergence.COUNT : Divergence.STOP;
    }

    private Optional<Node> tables(Section section) {
        section.allowOnly(List.of("tables", "divergence"), problems);
        return section.required("tables", "add: tables: [TABLE]", problems);
    }

    private List<String> tables(String domain, Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(node, "tables of domain " + domain + " is not a list", "write it as: tables: [TABLE, TABLE]");
            return List.of();
        }
        if (sequence.getValue().isEmpty()) {
            problems.add(node, "domain " + domain + " has no tables", "name at least one, or remove the domain");
        }
        List<String> tables = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            placeholders.text("a table of domain " + domain, item).ifPresent(table -> {
                reportIfTaken(domain, table, item);
                tables.add(table);
            });
        }
        return tables;
    }

    private void reportIfTaken(String domain, String table, Node item) {
        String other = domainOfTable.putIfAbsent(table, domain);
        if (other != null) {
            String what = other.equals(domain)
                    ? "table " + table + " stands twice in domain " + domain
                    : "table " + table + " is in domain " + domain + " and in domain " + other;
            problems.add(item, what, "a table has one domain: remove it from one of the two places");
        }
    }
}
