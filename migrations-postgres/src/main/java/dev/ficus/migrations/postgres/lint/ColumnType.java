package dev.ficus.migrations.postgres.lint;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type with its numbers.
 *
 * @param name the server's own name
 * @param length first number, or -1
 * @param scale second number, or -1
 */
record ColumnType(String name, int length, int scale) {
    private static final Pattern TYPE =
            Pattern.compile("([a-z0-9 _\\[\\]]+?) *(?:\\((\\d+)(?: *, *(\\d+))?\\))?( with.*)?");
    private static final Map<String, String> NAMES = Map.of(
            "varchar", "character varying",
            "char", "character",
            "decimal", "numeric",
            "timestamptz", "timestamp with time zone",
            "timestamp", "timestamp without time zone",
            "varbit", "bit varying",
            "int", "integer",
            "int4", "integer",
            "int8", "bigint");

    static ColumnType of(String text) {
        Matcher type = TYPE.matcher(text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " "));
        if (!type.matches()) {
            return new ColumnType(text, -1, -1);
        }
        String zone = type.group(4) == null ? "" : type.group(4);
        String name = type.group(1) + zone;
        return new ColumnType(NAMES.getOrDefault(name, name), number(type.group(2)), number(type.group(3)));
    }

    /**
     * Whether every value of this type is the same bytes in the other, so that the table is not rewritten.
     * Source: PostgreSQL manual, ALTER TABLE, Notes; the functions {@code varchar_support}, {@code numeric_support} and
     * their like, which LockTruthIT compares with.
     */
    boolean keepsBytes(ColumnType other) {
        boolean longer = other.length < 0 || (length >= 0 && other.length >= length);
        return switch (name) {
            case "character varying" -> other.name.equals("text") || (other.name.equals(name) && longer);
            case "text" -> other.name.equals("character varying") && other.length < 0;
            case "numeric" -> other.name.equals(name) && (other.length < 0 || (longer && sameScale(other)));
            case "bit varying", "timestamp without time zone", "timestamp with time zone" ->
                other.name.equals(name) && longer;
            case "cidr" -> other.name.equals("inet");
            default -> equals(other);
        };
    }

    private boolean sameScale(ColumnType other) {
        return Math.max(scale, 0) == Math.max(other.scale, 0);
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }
}
