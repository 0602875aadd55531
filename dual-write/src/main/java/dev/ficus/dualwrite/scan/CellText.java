package dev.ficus.dualwrite.scan;

import dev.ficus.dualwrite.table.Column;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cell as a message shows it: numbers and dates as they are, text in quotes where all of it can be printed, everything
 * else as {@code 0x} and its bytes in the column's character set. At most 40 characters.
 */
final class CellText {
    private static final int LONGEST = 40;
    private static final Set<String> PLAIN = Set.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "decimal",
            "float",
            "double",
            "year",
            "date",
            "time",
            "datetime",
            "timestamp");
    private static final Set<String> CONVERTED = Set.of("enum", "set", "json");
    private static final Set<String> READ_AS_UTF8 = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "latin1");

    private CellText() {}

    /** What is selected of a column; hexadecimal, unless the server's own text is plain. */
    static String selected(Column column) {
        String name = KeyWalk.ALIAS + "." + column.mysqlName();
        String type = column.type().name();
        if (PLAIN.contains(type)) {
            return "cast(" + name + " AS CHAR)";
        }
        return CONVERTED.contains(type)
                ? "hex(convert(cast(" + name + " AS CHAR) USING utf8mb4))"
                : "hex(" + name + ")";
    }

    static String shown(Column column, @Nullable String cell) {
        if (cell == null) {
            return "NULL";
        }
        if (PLAIN.contains(column.type().name())) {
            return cell;
        }
        String text = column.type().charset().filter(READ_AS_UTF8::contains).isPresent()
                        || CONVERTED.contains(column.type().name())
                ? printable(cell)
                : null;
        return text == null ? shortened("0x" + cell) : shortened("'" + text) + "'";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** Null for what is not valid UTF-8, or has a character that a terminal would act on. */
    private static @Nullable String printable(String hex) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))
                    .toString();
            return text.codePoints().anyMatch(Character::isISOControl) ? null : text;
        } catch (CharacterCodingException e) {
            return null; // shown as bytes
        }
    }
}
