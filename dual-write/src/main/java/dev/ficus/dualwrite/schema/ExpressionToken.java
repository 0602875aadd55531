package dev.ficus.dualwrite.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an expression as a catalog shows it.
 *
 * @param text a word in lower case, a name or a literal without its quotes and escapes
 */
record ExpressionToken(Kind kind, String text) {
    /** What it is. */
    enum Kind {
        WORD,
        NAME,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    private static final Pattern NEXT = Pattern.compile(
            "\\s*(?:"
                    + "(?<name>`(?:[^`]|``)*`)"
                    + "|(?<text>'(?:[^'\\\\]|''|\\\\.)*')"
                    + "|(?<number>\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|\\.\\d+)"
                    + "|(?<word>[A-Za-z_][A-Za-z_0-9]*)"
                    + "|(?<sign><=>|<>|!=|<=|>=|->>|->|&&|\\|\\||[-+*/%(),.<>=!&|^~]))",
            Pattern.DOTALL);

    static List<ExpressionToken> in(String shown) {
        String text = unescaped(shown).strip();
        Matcher matcher = NEXT.matcher(text);
        List<ExpressionToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new Refused("Ficus cannot read it at: " + text.substring(at));
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new ExpressionToken(Kind.END, ""));
        return tokens;
    }

    /**
     * MySQL shows an expression escaped as a whole, so that a text stands between {@code \'}; MariaDB shows it as it
     * is. A quote in a backquoted name is escaped likewise.
     */
    private static String unescaped(String shown) {
        int quote = shown.indexOf('\'');
        return quote > 0 && shown.charAt(quote - 1) == '\\' ? shown.replaceAll("(?s)\\\\(['\\\\\"])", "$1") : shown;
    }

    private static ExpressionToken token(Matcher matcher) {
        String name = matcher.group("name");
        if (name != null) {
            return new ExpressionToken(
                    Kind.NAME, name.substring(1, name.length() - 1).replace("``", "`"));
        }
        String text = matcher.group("text");
        if (text != null) {
            return new ExpressionToken(Kind.TEXT, literal(text.substring(1, text.length() - 1)));
        }
        String number = matcher.group("number");
        if (number != null) {
            return new ExpressionToken(Kind.NUMBER, number);
        }
        String word = matcher.group("word");
        return word == null
                ? new ExpressionToken(Kind.SIGN, matcher.group("sign"))
                : new ExpressionToken(Kind.WORD, word.toLowerCase(Locale.ROOT));
    }

    /** MySQL's manual, "String Literals". */
    private static String literal(String inside) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '\\') {
                text.append(escape(inside.charAt(++i)));
            } else {
                text.append(c);
                i += c == '\'' ? 1 : 0;
            }
        }
        return text.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'b' -> "\b";
            case 'Z' -> "\u001a";
            case '0' -> throw new Refused("PostgreSQL's text cannot hold a NUL character");
            case '%', '_' -> "\\" + c;
            default -> String.valueOf(c);
        };
    }

    boolean is(String... texts) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && List.of(texts).contains(text);
    }
}
