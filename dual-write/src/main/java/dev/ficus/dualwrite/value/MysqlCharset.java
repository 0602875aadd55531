package dev.ficus.dualwrite.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A character set of MySQL, as the binlog's bytes are decoded from it. Decoding is strict: {@link UnconvertibleValue}
 * where the bytes are no text.
 *
 * <p>Java's tables are used where they say the same as MySQL's for every code ({@code MysqlCharsetIT} asks the servers).
 * The others differ in many places, so their tables are read from the server that wrote the binlog.
 */
public sealed interface MysqlCharset {

    /** The text that these bytes are. */
    String decode(byte[] bytes);

    /** Writes the UTF-8 of the text that these bytes are. */
    default void decode(byte[] from, int start, int end, CellBuffer out) {
        out.put(decode(Arrays.copyOfRange(from, start, end)));
    }

    /** Whether it is UTF-8, which every connection of ours speaks. */
    default boolean isUtf8() {
        return false;
    }

    /** The set of this name, if Java's table is MySQL's. */
    static Optional<MysqlCharset> named(String name) {
        return switch (name) {
            case "utf8", "utf8mb3", "utf8mb4" -> Optional.of(java(StandardCharsets.UTF_8));
            case "ucs2" -> Optional.of(new FixedWidth(2));
            case "utf16" -> Optional.of(java(StandardCharsets.UTF_16BE));
            case "utf16le" -> Optional.of(java(StandardCharsets.UTF_16LE));
            case "utf32" -> Optional.of(new FixedWidth(4));
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
        public void decode(byte[] from, int start, int end, CellBuffer out) {
            if (!isUtf8()) {
                MysqlCharset.super.decode(from, start, end, out);
                return;
            }
            if (!Utf8.isPlain(from, start, end)) {
                Utf8.check(from, start, end);
            }
            out.put(from, start, end);
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
        private final boolean ascii;

        /** @param table the character of each of the 256 bytes, or {@link #NONE} */
        public SingleByte(char[] table) {
            if (table.length != 256) {
                throw new IllegalArgumentException("a table of 256 characters, not " + table.length);
            }
            this.table = Arrays.copyOf(table, table.length);
            this.ascii = IntStream.range(1, 0x80).allMatch(b -> table[b] == b);
        }

        @Override
        public void decode(byte[] from, int start, int end, CellBuffer out) {
            if (ascii && Utf8.isPlain(from, start, end)) {
                out.put(from, start, end);
                return;
            }
            for (int i = start; i < end; i++) {
                char character = table[from[i] & 0xFF];
                if (character == NONE) {
                    throw noText();
                }
                Utf8.put(character, out);
            }
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

    /**
     * {@code ucs2} and {@code utf32}: each character is its number in Unicode. Java would take two halves of a pair in
     * {@code ucs2} for one character, which MySQL does not, and drop a byte order mark of {@code utf32}.
     *
     * @param bytes of a character
     */
    record FixedWidth(int bytes) implements MysqlCharset {
        @Override
        public String decode(byte[] bytes) {
            if (bytes.length % this.bytes != 0) {
                throw noText();
            }
            StringBuilder text = new StringBuilder(bytes.length / this.bytes);
            for (int i = 0; i < bytes.length; i += this.bytes) {
                int code = 0;
                for (int b = i; b < i + this.bytes; b++) {
                    code = code << Byte.SIZE | bytes[b] & 0xFF;
                }
                if (!Character.isValidCodePoint(code) || code >>> 11 == Character.MIN_SURROGATE >>> 11) {
                    throw noText();
                }
                text.appendCodePoint(code);
            }
            return text.toString();
        }
    }

    /** A set whose characters have one to four bytes, none of which begins another's. */
    final class ManyBytes implements MysqlCharset {
        private static final int LONGEST = 4;

        private final Map<Integer, Integer> codes;
        private final boolean gb18030;

        /**
         * @param codes the Unicode character of each code, its first byte the highest
         * @param gb18030 whether the characters behind the basic plane are numbered as that standard does
         */
        public ManyBytes(Map<Integer, Integer> codes, boolean gb18030) {
            this.codes = Map.copyOf(codes);
            this.gb18030 = gb18030;
        }

        @Override
        public String decode(byte[] bytes) {
            StringBuilder text = new StringBuilder(bytes.length);
            int at = 0;
            while (at < bytes.length) {
                int code = 0;
                Integer character = null;
                int last = Math.min(at + LONGEST, bytes.length);
                while (character == null && at < last) {
                    code = code << Byte.SIZE | bytes[at++] & 0xFF;
                    character = character(code);
                }
                if (character == null) {
                    throw noText();
                }
                text.appendCodePoint(character);
            }
            return text.toString();
        }

        private @Nullable Integer character(int code) {
            Integer listed = codes.get(code);
            return listed == null && gb18030 ? supplementary(code) : listed;
        }

        /** These follow each other in the standard, from 0x90308130 on: nothing is to be looked up. */
        private static @Nullable Integer supplementary(int code) {
            int first = (code >>> 24) - 0x90;
            int second = (code >>> 16 & 0xFF) - 0x30;
            int third = (code >>> 8 & 0xFF) - 0x81;
            int fourth = (code & 0xFF) - 0x30;
            boolean shaped = second >= 0 && second < 10 && third >= 0 && third < 126 && fourth >= 0 && fourth < 10;
            int character =
                    Character.MIN_SUPPLEMENTARY_CODE_POINT + ((first * 10 + second) * 126 + third) * 10 + fourth;
            return shaped && first >= 0 && Character.isValidCodePoint(character) ? character : null;
        }
    }

    static UnconvertibleValue noText() {
        return new UnconvertibleValue("the bytes are no valid text in the character set of the column");
    }
}
