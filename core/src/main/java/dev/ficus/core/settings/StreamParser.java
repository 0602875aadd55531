package dev.ficus.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the section {@code strangler.stream}. A relative path begins at the directory of {@code ficus.yaml}. */
final class StreamParser {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})\\s*([KMG])B", Pattern.CASE_INSENSITIVE);
    private static final int KIB = 1024;

    private final Placeholders placeholders;
    private final SettingsProblems problems;

    StreamParser(Placeholders placeholders, SettingsProblems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    StreamSettings parse(Node node) {
        Section section = Section.of("strangler.stream", node, problems).orElse(null);
        if (section == null) {
            return StreamSettings.DEFAULT;
        }
        section.allowOnly(List.of("memory", "spill"), problems);
        long memory = section.optional("memory").flatMap(this::memory).orElse(StreamSettings.DEFAULT.memory());
        Path spill = section.optional("spill")
                .flatMap(value -> placeholders.text("strangler.stream.spill", value))
                .map(placeholders.directory()::resolve)
                .orElse(StreamSettings.DEFAULT.spill());
        return new StreamSettings(memory, spill);
    }

    private Optional<Long> memory(Node node) {
        Optional<String> text = placeholders.text("strangler.stream.memory", node);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher size = SIZE.matcher(text.get().strip());
        long bytes = size.matches() ? Long.parseLong(size.group(1)) * unit(size.group(2)) : 0;
        if (bytes < StreamSettings.LEAST) {
            problems.add(
                    node,
                    "strangler.stream.memory is " + text.get() + ", which is no size of at least 1MB",
                    "write a whole number of KB, MB or GB, such as 32MB");
            return Optional.empty();
        }
        return Optional.of(bytes);
    }

    private static long unit(String letter) {
        return switch (letter.toUpperCase(Locale.ROOT)) {
            case "K" -> KIB;
            case "M" -> KIB * KIB;
            default -> (long) KIB * KIB * KIB;
        };
    }
}
