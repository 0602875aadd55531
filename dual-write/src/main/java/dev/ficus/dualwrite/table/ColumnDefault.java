package dev.ficus.dualwrite.table;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code COLUMN_DEFAULT}. MySQL shows a literal bare and says {@code DEFAULT_GENERATED} for an expression; MariaDB
 * shows a literal quoted and no default as the word NULL (its manual, "Information Schema COLUMNS Table").
 */
final class ColumnDefault {
    private ColumnDefault() {}

    static Optional<String> text(@Nullable String shown) {
        if (shown == null || shown.equals("NULL")) {
            return Optional.empty();
        }
        if (shown.length() >= 2 && shown.startsWith("'") && shown.endsWith("'")) {
            return Optional.of(QuotedTexts.in(shown).get(0));
        }
        return Optional.of(shown);
    }

    static boolean expression(@Nullable String shown, String extra) {
        return shown != null
                && (extra.contains("DEFAULT_GENERATED")
                        || shown.toLowerCase(Locale.ROOT).startsWith("current_timestamp"));
    }
}
