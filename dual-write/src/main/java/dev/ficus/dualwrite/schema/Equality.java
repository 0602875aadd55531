package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Quoted;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which texts a collation of MySQL holds equal, by its name ("Collation Naming Conventions", its manual), and the ICU
 * collation that comes nearest ("Comparison Levels" of the Unicode Collation Algorithm).
 *
 * @param locale of ICU with its level: {@code und-u-ks-level1}; empty where texts are equal only if their bytes are
 * @param pads whether blanks at the end do not count ("The Effect of PAD SPACE")
 * @param simple whether it weighs each character, so that control characters count, which ICU passes over
 * @param exact whether ICU holds the same texts equal, as far as is known
 */
record Equality(Optional<String> locale, boolean pads, boolean simple, boolean exact) {
    private static final Pattern LANGUAGE = Pattern.compile("_([a-z]{2})_(?:0900|uca1400)");

    /** All but the characters of Latin 1 that ICU gives no weight. */
    private static final String IGNORED = "[^\\x01-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad]";

    /** Of a column's text; empty where it is stored as no text. */
    static Optional<Equality> of(Column column) {
        String type = column.value().postgresType();
        boolean text = type.equals("text") || type.startsWith("varchar");
        return text && !column.type().name().equals("enum") ? column.collation().map(Equality::of) : Optional.empty();
    }

    static Equality of(String collation) {
        String name = collation.toLowerCase(Locale.ROOT);
        boolean pads = !name.contains("0900") && !name.contains("nopad") && !name.equals("binary");
        if (name.endsWith("_bin") || name.equals("binary")) {
            return new Equality(Optional.empty(), pads, true, true);
        }
        boolean unicode = name.contains("0900") || name.contains("uca1400") || name.contains("unicode_520");
        boolean simple = name.endsWith("_general_ci") || !name.matches("(utf|ucs2|uca|gb18030).*");
        return new Equality(Optional.of(language(name) + "-u-ks-level" + level(name)), pads, simple, unicode);
    }

    private static int level(String name) {
        if (name.endsWith("_cs") || name.endsWith("_ks")) {
            return 3;
        }
        return name.contains("_as_") || name.equals("latin1_general_ci") ? 2 : 1;
    }

    private static String language(String name) {
        if (name.contains("swedish")) {
            return "sv";
        }
        Matcher matcher = LANGUAGE.matcher(name);
        return matcher.find() ? matcher.group(1) : "und";
    }

    /** What a unique index is made over so that it takes equal texts for equal; one part or two. */
    String over(String expression) {
        String bare = pads ? "rtrim(" + expression + ", ' ')" : expression;
        String controls = simple ? ", regexp_replace(" + expression + ", '" + IGNORED + "', '', 'g')" : "";
        return locale.map(icu -> "(" + bare + " COLLATE " + Quoted.postgres(name(icu)) + ")" + controls)
                .orElse("(" + bare + ")");
    }

    /** Whether PostgreSQL's own equality is the same. */
    boolean plain() {
        return !pads && locale.isEmpty();
    }

    /** The collation that {@link #over} names; several domains may share it, so it is never dropped. */
    Optional<TargetObject> collation() {
        return locale.map(icu -> new TargetObject(
                TargetObject.Stage.BEFORE_TABLES,
                "",
                name(icu),
                "CREATE COLLATION IF NOT EXISTS " + Quoted.postgres(name(icu)) + " (provider = icu, locale = '" + icu
                        + "', deterministic = false)",
                ""));
    }

    private static String name(String icu) {
        return "ficus_" + icu.replace("-u-ks-", "_");
    }
}
