package dev.ficus.migrations.postgres.lint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes dollar-quoted strings, which the grammar does not know, as plain strings of the same length. */
final class DollarQuotes {
    /** What can hold a dollar sign without beginning such a string comes first: comments, strings and names. */
    private static final Pattern TOKEN =
            Pattern.compile("(?s)--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"[^\"]*\"|[\\p{L}_][\\p{L}\\p{N}_$]*"
                    + "|(?<body>(?<tag>\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$).*?\\k<tag>)");

    private DollarQuotes() {}

    static String asPlain(String statement) {
        Matcher token = TOKEN.matcher(statement);
        StringBuilder plain = new StringBuilder();
        while (token.find()) {
            String body = token.group("body");
            String text = body == null ? token.group() : "'" + " ".repeat(body.length() - 2) + "'";
            token.appendReplacement(plain, Matcher.quoteReplacement(text));
        }
        return token.appendTail(plain).toString();
    }
}
