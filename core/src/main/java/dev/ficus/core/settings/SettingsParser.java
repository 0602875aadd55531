package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Turns the text of {@code ficus.yaml} into {@link Settings}. Works on YAML nodes, not on objects, so that every problem
 * has its line and column, and reads on after a problem, so that all of them are reported at once.
 */
final class SettingsParser {
    private static final List<String> KEYS = List.of("databases", "strangler");

    private final Path file;
    private final SettingsProblems problems;
    private final Placeholders placeholders;
    private final Path directory;

    SettingsParser(Path file, Function<String, Optional<String>> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.directory = this.file.resolveSibling("").normalize();
        this.problems = new SettingsProblems(file.toString());
        this.placeholders = new Placeholders(directory, environment, problems);
    }

    Settings parse(String text) {
        Node root = compose(text);
        problems.throwIfAny();
        if (root == null) {
            problems.add("the file is empty", "write it anew with: ficus init");
        }
        Optional<Section> section = Optional.ofNullable(root).flatMap(node -> Section.of("the file", node, problems));
        List<DatabaseSettings> databases = section.map(this::databases).orElse(List.of());
        Optional<StranglerSettings> strangler = section.flatMap(top -> strangler(top, databases));
        problems.throwIfAny();
        return new Settings(file, databases, strangler);
    }

    private List<DatabaseSettings> databases(Section top) {
        top.allowOnly(KEYS, problems);
        return top.required("databases", "add: databases: { NAME: { url: … } }", problems)
                .map(node -> new DatabaseParser(directory, placeholders, problems).parse(node))
                .orElse(List.of());
    }

    private Optional<StranglerSettings> strangler(Section top, List<DatabaseSettings> databases) {
        List<String> named = top.optional("databases")
                .flatMap(node -> Section.of("databases", node, new SettingsProblems("")))
                .map(section -> List.copyOf(section.entries().keySet()))
                .orElse(List.of());
        return top.optional("strangler")
                .flatMap(node -> new StranglerParser(placeholders, problems).parse(node, named, databases));
    }

    private @Nullable Node compose(String text) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            // The exception's own message quotes the line, and a password may stand on it.
            problems.add(
                    ErrorCode.CONFIG_INVALID,
                    e.getProblemMark(),
                    "this is not YAML: " + e.getProblem(),
                    "correct the line; texts with special characters go into quotes");
        } catch (YAMLException e) {
            problems.add("this is not YAML: it has characters that YAML does not allow", "save it as UTF-8 text");
        }
        return null;
    }
}
