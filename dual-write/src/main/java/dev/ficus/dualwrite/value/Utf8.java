package dev.ficus.dualwrite.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text in UTF-8 as bytes: what is valid (The Unicode Standard, table 3-7), how long it is, and UTF-8 of characters. Strict,
 * as Java's decoder is: no halves of surrogate pairs, no long forms.
 */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private Utf8() {}

    /** Whether all bytes are ASCII without NUL, which most text is. Eight at a time. */
    static boolean isPlain(byte[] bytes, int start, int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, at);
            if (((eight | eight - ONES) & HIGH) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] <= 0) {
                return false;
            }
        }
        return true;
    }

    /** @throws UnconvertibleValue where the bytes are no text */
    static void check(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            byte lead = bytes[at];
            int length = lead >= 0 ? 1 : length(lead);
            if (length == 0 || at + length > end || length > 1 && !isCharacter(bytes, at, length)) {
                throw MysqlCharset.noText();
            }
            at += length;
        }
    }

    static boolean hasNul(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /** How many characters valid text has. */
    static int characters(byte[] bytes, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /** A character of the basic plane that is no half of a pair. */
    static void put(char character, CellBuffer out) {
        if (character < 0x80) {
            out.put(character);
        } else if (character < 0x800) {
            out.put(0xC0 | character >> 6);
            out.put(0x80 | character & 0x3F);
        } else {
            out.put(0xE0 | character >> 12);
            out.put(0x80 | character >> 6 & 0x3F);
            out.put(0x80 | character & 0x3F);
        }
    }

    /** How many bytes a character has that begins so; 0 where none does. */
    private static int length(byte lead) {
        int first = lead & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static boolean isCharacter(byte[] bytes, int at, int length) {
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (bytes[at] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
