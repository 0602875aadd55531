package dev.ficus.migrations.sql.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of SQL text: keywords, names with or without quotes, dots and semicolons. Strings and comments are left out,
 * but not the comments that MySQL runs. Reads any text to its end, also one that is not SQL.
 */
public final class SqlWords {
    private final String sql;
    private final boolean mysql;
    private final List<String> words = new ArrayList<>();
    private int at;

    private SqlWords(String sql, boolean mysql) {
        this.sql = sql;
        this.mysql = mysql;
    }

    /** The words of text for PostgreSQL. */
    public static List<String> postgres(String sql) {
        return new SqlWords(sql, false).read();
    }

    /** The words of text for MySQL or MariaDB. */
    public static List<String> mysql(String sql) {
        return new SqlWords(sql, true).read();
    }

    /** The words of each statement, without the semicolons. */
    public static List<List<String>> statements(List<String> words) {
        List<List<String>> statements = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= words.size(); end++) {
            if (end == words.size() || words.get(end).equals(";")) {
                if (end > start) {
                    statements.add(words.subList(start, end));
                }
                start = end + 1;
            }
        }
        return statements;
    }

    private List<String> read() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'') {
                quoted(c, mysql || afterE());
            } else if (c == '"' || (mysql && c == '`')) {
                words.add(quoted(c, mysql && c == '"'));
            } else if (sql.startsWith("--", at) || (mysql && c == '#')) {
                skipTo("\n");
            } else if (sql.startsWith("/*", at)) {
                comment();
            } else if (!mysql && c == '$') {
                dollar();
            } else if (isWord(c)) {
                word();
            } else {
                if (c == '.' || c == ';') {
                    words.add(String.valueOf(c));
                }
                at++;
            }
        }
        return words;
    }

    /** Reads up to the closing quote; two quotes stand for one. */
    private String quoted(char quote, boolean backslash) {
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == quote && !(at + 1 < sql.length() && sql.charAt(at + 1) == quote)) {
                at++;
                return text.toString();
            }
            if (c == quote || (backslash && c == '\\')) {
                at++;
            }
            if (at < sql.length()) {
                text.append(sql.charAt(at));
            }
        }
        return text.toString();
    }

    private void word() {
        int start = at;
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        words.add(sql.substring(start, at));
    }

    /** MySQL runs what stands in a comment with an exclamation mark, so only its opening is left out there. */
    private void comment() {
        if (mysql && (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at))) {
            at += sql.startsWith("/*!", at) ? 3 : 4;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
            return;
        }
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth = mysql ? 1 : depth + 1;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void dollar() {
        int end = at + 1;
        while (end < sql.length() && isWord(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        if (end < sql.length() && sql.charAt(end) == '$') {
            String tag = sql.substring(at, end + 1);
            at = end + 1;
            skipTo(tag);
        } else {
            at++;
        }
    }

    private void skipTo(String end) {
        int found = sql.indexOf(end, at);
        at = found < 0 ? sql.length() : found + end.length();
    }

    /** A string with an E before it: the E was read as a word, and is none. */
    private boolean afterE() {
        boolean escaped =
                at > 0 && Character.toUpperCase(sql.charAt(at - 1)) == 'E' && (at < 2 || !isWord(sql.charAt(at - 2)));
        if (escaped) {
            words.remove(words.size() - 1);
        }
        return escaped;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
