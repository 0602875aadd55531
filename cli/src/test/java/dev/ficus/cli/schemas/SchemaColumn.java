package dev.ficus.cli.schemas;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A column of MySQL that is given values.
 *
 * @param length in characters, or bytes of a binary one
 * @param charset empty where it is no text
 * @param isJson whether only JSON may stand in it, also where the server calls it text
 */
record SchemaColumn(
        String name,
        String type,
        String declaration,
        long length,
        long precision,
        int scale,
        String charset,
        boolean nullable,
        boolean zeroDefault,
        boolean isJson) {

    /** The members of an enum or a set. */
    List<String> labels() {
        String inner = declaration.substring(declaration.indexOf('(') + 2, declaration.lastIndexOf(')') - 1);
        return List.of(inner.split("','", -1));
    }

    /** Whether its character set has all of these. */
    boolean holds(String text) {
        return switch (charset) {
            case "latin1" -> Charset.forName("windows-1252").newEncoder().canEncode(text);
            case "ascii" -> StandardCharsets.US_ASCII.newEncoder().canEncode(text);
            case "utf8mb3" -> text.codePoints().allMatch(point -> point <= 0xffff);
            default -> true;
        };
    }
}
