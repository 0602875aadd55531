package dev.ficus.migrations.mysql.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the name of the database out of definitions: the server puts it before the names in a view. */
final class HomeName {
    /** A string, which stays as it is, or the name. Possessive, so that a long string costs no stack. */
    private final Pattern pattern;

    HomeName(String database) {
        String quoted = Pattern.quote("`" + database.replace("`", "``") + "`.");
        this.pattern = Pattern.compile("'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'|" + quoted, Pattern.DOTALL);
    }

    String removed(String text) {
        if (text.indexOf('`') < 0) {
            return text;
        }
        return pattern.matcher(text)
                .replaceAll(match -> match.group().startsWith("'") ? Matcher.quoteReplacement(match.group()) : "");
    }
}
