package dev.ficus.migrations.sql;

import java.util.regex.Pattern;

/**
 * SQL as messages show it: on one line, without comments before it, and without what its string literals say, which may be
 * a password or a row's value.
 */
final class ShownSql {
    private static final Pattern LEADING_COMMENTS = Pattern.compile("\\A(?:\\s*--[^\\n]*(?:\\n|\\z))+");
    private static final Pattern POSTGRES =
            Pattern.compile("(?s)'(?:[^']|'')*+(?:'|\\z)|\\$(\\w*)\\$.*?(?:\\$\\1\\$|\\z)");
    private static final Pattern MYSQL =
            Pattern.compile("(?s)'(?:[^'\\\\]|\\\\.|'')*+(?:'|\\z)|\"(?:[^\"\\\\]|\\\\.|\"\")*+(?:\"|\\z)");

    private final Pattern literals;

    ShownSql(ScriptSyntax syntax) {
        this.literals = syntax.dollarQuotes() ? POSTGRES : MYSQL;
    }

    /** At most {@code longest} characters of it. */
    String line(String sql, int longest) {
        String bare = LEADING_COMMENTS.matcher(sql).replaceFirst("");
        String line = literals.matcher(bare.isBlank() ? sql : bare)
                .replaceAll("'...'")
                .strip()
                .replaceAll("\\s+", " ");
        return line.length() <= longest ? line : line.substring(0, longest) + "...";
    }
}
