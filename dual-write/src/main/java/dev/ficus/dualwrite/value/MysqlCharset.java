package dev.ficus.dualwrite.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A character set of MySQL, as the binlog's bytes are decoded from it. Decoding is strict: {@link UnconvertibleValue}
 * where the bytes are no text.
 *
 * <p>Java's tables are used where they say the same as MySQL's for every code ({@code MysqlCharsetIT} asks the servers).
 * The single-byte sets differ in many places, so their tables are read from the server that wrote the binlog.
 */
public sealed interface MysqlCharset {

    /** The text that these bytes are. */
    String decode(byte[] bytes);

    /** Whether it is UTF-8, which every connection of ours speaks. */
    default boolean isUtf8() {
        return false;
    }

    /** The set of this name, if Java's table is MySQL's. */
    static Optional<MysqlCharset> named(String name) {
        return switch (name) {
            case "utf8", "utf8mb3", "utf8mb4" -> Optional.of(java(StandardCharsets.UTF_8));
            case "ucs2", "utf16" -> Optional.of(java(StandardCharsets.UTF_16BE));
            case "utf16le" -> Optional.of(java(StandardCharsets.UTF_16LE));
            case "utf32" -> Optional.of(java(Charset.forName("UTF-32BE")));
            case "gb2312" -> Optional.of(java(Charset.forName("GB2312")));
            case "gbk" -> Optional.of(new JavaTable(Charset.forName("GBK"), Map.of('\u2641', '\u2295')));
            case "cp932" -> Optional.of(java(Charset.forName("windows-31j")));
            case "euckr" -> Optional.of(java(Charset.forName("x-windows-949")));
            default -> Optional.empty();
        };
    }

    private static MysqlCharset java(Charset charset) {
        return new JavaTable(charset, Map.of());
    }

    /**
     * A set that Java knows too.
     *
     * @param other characters that Java decodes to, and what MySQL has in their place
     */
    record JavaTable(Charset charset, Map<Character, Character> other) implements MysqlCharset {
        @Override
        public boolean isUtf8() {
            return charset.equals(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                for (Map.Entry<Character, Character> each : other.entrySet()) {
                    text = text.replace(each.getKey(), each.getValue());
                }
                return text;
            } catch (CharacterCodingException e) {
                throw noText();
            }
        }
    }

    /** A set of one byte for each character. */
    final class SingleByte implements MysqlCharset {
        /** Stands for a byte that is no character. */
        public static final char NONE = '\uFFFF';

        private final char[] table;

        /** @param table the character of each of the 256 bytes, or {@link #NONE} */
        public SingleByte(char[] table) {
            if (table.length != 256) {
                throw new IllegalArgumentException("a table of 256 characters, not " + table.length);
            }
            this.table = Arrays.copyOf(table, table.length);
        }

        @Override
        public String decode(byte[] bytes) {
            char[] text = new char[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                text[i] = table[bytes[i] & 0xFF];
                if (text[i] == NONE) {
                    throw noText();
                }
            }
            return new String(text);
        }
    }

    private static UnconvertibleValue noText() {
        return new UnconvertibleValue("the bytes are no valid text in the character set of the column");
    }
}
