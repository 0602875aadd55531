package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a value of the file and replaces {@code ${env:NAME}} and {@code ${file:PATH}} anywhere in it.
 * A file's last line break is left out; its path is relative to the directory of {@code ficus.yaml}.
 * {@code $${} stands for {@code ${} itself.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}?");
    private static final String FORMS = "use ${env:NAME} or ${file:PATH}, or $${ for the two characters themselves";

    private final Path directory;
    private final Function<String, Optional<String>> environment;
    private final SettingsProblems problems;

    Placeholders(Path directory, Function<String, Optional<String>> environment, SettingsProblems problems) {
        this.directory = directory;
        this.environment = environment;
        this.problems = problems;
    }

    /** The directory of {@code ficus.yaml}. */
    Path directory() {
        return directory;
    }

    /** The text of a value; empty where it is no text, is left blank or has a placeholder that fails: that is reported. */
    Optional<String> text(String subject, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(node, subject + " is not a single value", "write one value");
            return Optional.empty();
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
            problems.add(node, subject + " has no value", "write a value, or remove the key");
            return Optional.empty();
        }
        return resolve(scalar);
    }

    private Optional<String> resolve(ScalarNode node) {
        Matcher matcher = PLACEHOLDER.matcher(node.getValue());
        StringBuilder resolved = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            Optional<String> value = matcher.group(1) == null ? Optional.of("${") : value(node, matcher.group());
            complete &= value.isPresent();
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
        }
        matcher.appendTail(resolved);
        return complete ? Optional.of(resolved.toString()) : Optional.empty();
    }

    private Optional<String> value(ScalarNode node, String placeholder) {
        if (placeholder.matches("\\$\\{env:[^}]+}")) {
            return environmentVariable(node, placeholder.substring(6, placeholder.length() - 1));
        }
        if (placeholder.matches("\\$\\{file:[^}]+}")) {
            return file(node, placeholder.substring(7, placeholder.length() - 1));
        }
        problems.add(node, "a placeholder of no known form", FORMS);
        return Optional.empty();
    }

    private Optional<String> environmentVariable(ScalarNode node, String name) {
        Optional<String> value = environment.apply(name);
        if (value.isEmpty()) {
            missing(node, "the environment variable " + name + " is not set", "export " + name + "=…");
        }
        return value;
    }

    private Optional<String> file(ScalarNode node, String name) {
        Path path = directory.resolve(name);
        try {
            return Optional.of(Files.readString(path).replaceFirst("\\r?\\n\\z", ""));
        } catch (IOException e) {
            String why = Files.exists(path) ? "cannot be read" : "does not exist";
            missing(node, "the secret file " + path + " " + why, "write the value into that file, in UTF-8");
            return Optional.empty();
        }
    }

    private void missing(ScalarNode node, String what, String fix) {
        problems.add(ErrorCode.SECRET_MISSING, node.getStartMark(), what, fix);
    }
}
