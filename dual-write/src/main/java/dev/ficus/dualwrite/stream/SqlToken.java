package dev.ficus.dualwrite.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One piece of a MySQL statement. Comments are left out; the content of executable comments, such as
 * {@code /*!40005 TEMPORARY *}{@code /}, belongs to the statement.
 *
 * @param kind what it is
 * @param text without its quotes
 */
record SqlToken(Kind kind, String text) {
    enum Kind {
        /** An unquoted keyword, name or number. */
        WORD,
        /** In backticks or double quotes: a name where a name is expected. */
        QUOTED,
        /** In single quotes. */
        STRING,
        SYMBOL
    }

    static List<SqlToken> of(String sql) {
        return new Scanner(sql).tokens();
    }

    /** Whether it is this keyword, given in upper case. */
    boolean is(String keyword) {
        return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(keyword);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    private static final class Scanner {
        private final String sql;
        private final List<SqlToken> tokens = new ArrayList<>();
        private int at;
        private boolean inExecutableComment;

        Scanner(String sql) {
            this.sql = sql;
        }

        List<SqlToken> tokens() {
            while (at < sql.length()) {
                next();
            }
            return tokens;
        }

        private void next() {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#' || sql.startsWith("--", at) && blankAt(at + 2)) {
                skipPast("\n");
            } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
                openExecutableComment();
            } else if (inExecutableComment && sql.startsWith("*/", at)) {
                inExecutableComment = false;
                at += 2;
            } else if (sql.startsWith("/*", at)) {
                at += 2;
                skipPast("*/");
            } else if (c == '`' || c == '"' || c == '\'') {
                quoted(c);
            } else if (inWord(c)) {
                word();
            } else {
                tokens.add(new SqlToken(Kind.SYMBOL, String.valueOf(c)));
                at++;
            }
        }

        /** A dash-dash comment needs a blank behind it. */
        private boolean blankAt(int index) {
            return index >= sql.length() || sql.charAt(index) <= ' ';
        }

        private void skipPast(String end) {
            int found = sql.indexOf(end, at);
            at = found < 0 ? sql.length() : found + end.length();
        }

        /** The digits of the version say from when on it is executed; what reached the binlog was. */
        private void openExecutableComment() {
            at = sql.indexOf('!', at) + 1;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
            inExecutableComment = true;
        }

        /** A doubled quote stands for one; a backslash escapes in strings, not in backticks. */
        private void quoted(char quote) {
            StringBuilder text = new StringBuilder();
            at++;
            while (at < sql.length()) {
                char c = sql.charAt(at++);
                if (c == quote) {
                    if (at >= sql.length() || sql.charAt(at) != quote) {
                        break;
                    }
                    at++;
                } else if (c == '\\' && quote != '`' && at < sql.length()) {
                    c = sql.charAt(at++);
                }
                text.append(c);
            }
            tokens.add(new SqlToken(quote == '\'' ? Kind.STRING : Kind.QUOTED, text.toString()));
        }

        private void word() {
            int start = at;
            while (at < sql.length() && inWord(sql.charAt(at))) {
                at++;
            }
            tokens.add(new SqlToken(Kind.WORD, sql.substring(start, at)));
        }

        private static boolean inWord(char c) {
            return c >= '0' && c <= '9'
                    || c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c == '_'
                    || c == '$'
                    || c >= 0x80;
        }
    }
}
