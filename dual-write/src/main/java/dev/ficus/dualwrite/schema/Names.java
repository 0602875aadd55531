package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names that Ficus gives to what it makes in PostgreSQL, and texts, as its SQL writes them. */
final class Names {
    /** Bytes of a PostgreSQL identifier (manual, "Identifiers and Key Words"). */
    static final int BYTES = 63;

    private Names() {}

    /** The parts joined by underscores; where that is too long, cut, with a hash that keeps it different from others. */
    static String of(String... parts) {
        String name = String.join("_", parts);
        if (name.getBytes(StandardCharsets.UTF_8).length <= BYTES) {
            return name;
        }
        String hash = "_" + Integer.toHexString(name.hashCode());
        return cut(name, BYTES - hash.length()) + hash;
    }

    /** As much of the name as fits into so many bytes, in whole characters. */
    static String cut(String name, int bytes) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    /** A text as PostgreSQL's SQL writes it, under {@code standard_conforming_strings}. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Quoted, with commas between. */
    static String quoted(List<String> names) {
        return names.stream().map(Quoted::postgres).collect(joining(", "));
    }
}
