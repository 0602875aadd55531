package dev.ficus.core.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the entries of {@code databases}. */
final class DatabaseParser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
    private static final List<String> KEYS = List.of("url", "user", "password", "migrations");

    private final Path directory;
    private final Placeholders placeholders;
    private final SettingsProblems problems;

    DatabaseParser(Path directory, Placeholders placeholders, SettingsProblems problems) {
        this.directory = directory;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** Every database that could be read, in the order of the file. */
    List<DatabaseSettings> parse(Node node) {
        Section databases = Section.of("databases", node, problems).orElse(null);
        if (databases == null) {
            return List.of();
        }
        if (databases.entries().isEmpty()) {
            problems.add(node, "databases is empty", "name at least one database");
        }
        return databases.entries().entrySet().stream()
                .flatMap(entry -> database(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Optional<DatabaseSettings> database(String name, Section.Entry entry) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    entry.key(),
                    "the database name " + name + " is not allowed",
                    "use letters, digits, _ and -, starting with a letter, at most 40");
        }
        return Section.of("database " + name, entry.value(), problems).flatMap(section -> database(name, section));
    }

    private Optional<DatabaseSettings> database(String name, Section section) {
        section.allowOnly(KEYS, problems);
        Optional<String> user = text(section, "user");
        Optional<String> password = text(section, "password");
        Optional<Path> migrations = migrations(section);
        return url(section)
                .flatMap(url -> DatabaseKind.of(url)
                        .map(kind -> new DatabaseSettings(
                                name, kind, DatabaseUrl.forDriver(url), user, password, migrations)));
    }

    /** A URL of a known kind; everything else that is wrong with it is reported. */
    private Optional<String> url(Section section) {
        Optional<Node> node = section.required("url", "add: url: \"jdbc:postgresql://HOST:5432/NAME\"", problems);
        Optional<String> url = node.flatMap(value -> placeholders.text(section.subject() + ", url", value));
        url.flatMap(DatabaseUrl::fault)
                .ifPresent(fault -> problems.add(
                        node.orElseThrow(), "the url of " + section.subject() + " " + fault.what(), fault.fix()));
        return url.filter(text -> DatabaseKind.of(text).isPresent());
    }

    private Optional<Path> migrations(Section section) {
        Optional<Node> node = section.optional("migrations");
        return text(section, "migrations").flatMap(text -> {
            try {
                return Optional.of(directory.resolve(text).normalize());
            } catch (InvalidPathException e) {
                problems.add(node.orElseThrow(), "migrations is no path: " + e.getReason(), "name a directory");
                return Optional.empty();
            }
        });
    }

    private Optional<String> text(Section section, String key) {
        return section.optional(key).flatMap(node -> placeholders.text(section.subject() + ", " + key, node));
    }
}
