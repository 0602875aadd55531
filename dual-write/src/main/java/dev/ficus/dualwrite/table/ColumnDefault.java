package dev.ficus.dualwrite.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code COLUMN_DEFAULT}. MySQL shows a literal bare and says {@code DEFAULT_GENERATED} for an expression, in which
 * it escapes quotes; MariaDB shows a text quoted, a number bare, an expression bare, and no default as the word NULL (its
 * manual, "Information Schema COLUMNS Table").
 *
 * @param text without quotes; of an expression as it is written in SQL
 */
record ColumnDefault(Optional<String> text, boolean isExpression) {
    private static final ColumnDefault NONE = new ColumnDefault(Optional.empty(), false);
    private static final Pattern LITERAL = Pattern.compile("-?[0-9.]+([eE][-+]?[0-9]+)?|b'[01]*'");
    private static final Pattern TEXT = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'", Pattern.DOTALL);

    /** @param dateAndTime whether it is of a type that may have the current time, which MySQL 5.7 shows bare */
    static ColumnDefault mysql(@Nullable String shown, String extra, boolean dateAndTime) {
        if (shown == null) {
            return NONE;
        }
        if (extra.contains("DEFAULT_GENERATED")) {
            return new ColumnDefault(Optional.of(unescaped(shown)), true);
        }
        return new ColumnDefault(Optional.of(shown), dateAndTime && isNow(shown));
    }

    static ColumnDefault mariadb(@Nullable String shown) {
        if (shown == null || shown.equals("NULL")) {
            return NONE;
        }
        if (TEXT.matcher(shown).matches()) {
            List<String> texts = QuotedTexts.in(shown);
            return new ColumnDefault(Optional.of(texts.get(0)), false);
        }
        return new ColumnDefault(Optional.of(shown), !LITERAL.matcher(shown).matches());
    }

    private static boolean isNow(String shown) {
        return shown.toLowerCase(Locale.ROOT).startsWith("current_timestamp");
    }

    /** {@code _utf8mb4\'it\\\'s\'} is {@code _utf8mb4'it\'s'}. */
    private static String unescaped(String shown) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            text.append(c == '\\' && i + 1 < shown.length() ? shown.charAt(++i) : c);
        }
        return text.toString();
    }
}
