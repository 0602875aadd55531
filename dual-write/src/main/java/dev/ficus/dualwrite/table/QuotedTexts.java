package dev.ficus.dualwrite.table;

import java.util.ArrayList;
import java.util.List;

/** Reads the quoted texts of the catalog, such as the labels of {@code enum('a','it''s')}, as they are without quotes. */
final class QuotedTexts {
    private QuotedTexts() {}

    static List<String> in(String shown) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (!inside) {
                inside = c == '\'';
            } else if (c == '\'' && i + 1 < shown.length() && shown.charAt(i + 1) == '\'') {
                text.append(c);
                i++;
            } else if (c == '\\' && i + 1 < shown.length()) {
                text.append(escaped(shown.charAt(++i)));
            } else if (c == '\'') {
                texts.add(text.toString());
                text.setLength(0);
                inside = false;
            } else {
                text.append(c);
            }
        }
        return texts;
    }

    /** The catalog writes a backslash, a zero byte and the line ends after a backslash. */
    private static char escaped(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> c;
        };
    }
}
