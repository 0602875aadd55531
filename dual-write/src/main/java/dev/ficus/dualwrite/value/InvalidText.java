package dev.ficus.dualwrite.value;

import java.util.Set;

/**
 * Bytes of a text column that are no text in its character set. MySQL turns each into a question mark when it converts
 * the text to another set.
 */
final class InvalidText {
    private static final Set<String> UTF16 = Set.of("utf16", "utf16le");
    private static final Set<String> OTHER_UNICODE = Set.of("utf8", "utf8mb3", "utf8mb4", "ucs2", "utf32");

    private InvalidText() {}

    /** @param charset as the catalog names it */
    static Hazard hazard(String charset) {
        return Hazard.of(
                "invalid-text",
                "bytes are no valid text in the character set of the column",
                column -> condition(charset, column),
                "to: bytea");
    }

    /** UTF-16 is the set on the way where it can be: MySQL lets halves of its pairs into the other Unicode sets. */
    private static String condition(String charset, String column) {
        if (UTF16.contains(charset)) {
            return comesBackOtherwise(charset, column, "utf8mb4");
        }
        return OTHER_UNICODE.contains(charset)
                ? comesBackOtherwise(charset, column, "utf16")
                : hasMoreQuestionMarks(column);
    }

    /** A Unicode set has one form of each character. */
    private static String comesBackOtherwise(String charset, String column, String way) {
        return "cast(" + column + " as binary)<>cast(convert(convert(" + column + " using " + way + ") using " + charset
                + ") as binary)";
    }

    /** The other sets may have two codes of one character; in none of them is a question mark part of another one. */
    private static String hasMoreQuestionMarks(String column) {
        String text = "convert(" + column + " using utf8mb4)";
        return questionMarks(text) + "<>" + questionMarks(column) + " or char_length(" + text + ")<>char_length("
                + column + ")";
    }

    private static String questionMarks(String text) {
        String bytes = "cast(" + text + " as binary)";
        return "(length(" + bytes + ")-length(replace(" + bytes + ",x'3F','')))";
    }
}
