package dev.ficus.dualwrite.value;

import dev.ficus.core.settings.ColumnChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the user chose, read by the family of one type. A part that the family has no use for is refused, never ignored.
 *
 * @param type that it was chosen for
 * @param words as they stand in {@code ficus.yaml}
 */
record Choice(MysqlType type, ColumnChoice words) {
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("bool", "boolean"),
            Map.entry("decimal", "numeric"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("double", "double precision"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("character varying", "varchar"));

    /** The PostgreSQL type that was chosen, in PostgreSQL's usual name for it. */
    Optional<String> to() {
        return words.to().map(text -> {
            String word = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            return OTHER_NAMES.getOrDefault(word, word);
        });
    }

    /** The PostgreSQL type that was chosen, which must be one of these; the first one where nothing was chosen. */
    String to(List<String> possible) {
        String target = to().orElse(possible.get(0));
        if (!possible.contains(target)) {
            throw cannotBecome(String.join(", ", possible));
        }
        return target;
    }

    /** @param possible what could be chosen in its place */
    ChoiceRefused cannotBecome(String possible) {
        return new ChoiceRefused(
                type.declaration() + " cannot become " + words.to().orElse("what was chosen"),
                "choose one of these for to: " + possible);
    }

    /** Refuses every part but {@code to} and these. */
    Choice only(String... keys) {
        Map<String, Optional<String>> parts = new LinkedHashMap<>();
        parts.put("zero-date", words.zeroDate());
        parts.put("nul", words.nul());
        parts.put("invalid-enum", words.invalidEnum());
        List<String> known = new ArrayList<>(List.of("to"));
        known.addAll(List.of(keys));
        String unknown = parts.entrySet().stream()
                .filter(part -> part.getValue().isPresent() && !known.contains(part.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new ChoiceRefused(
                    type.declaration() + " has no " + unknown, "choose among: " + String.join(", ", known));
        }
        return this;
    }
}
