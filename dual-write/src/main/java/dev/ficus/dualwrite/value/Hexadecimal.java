package dev.ficus.dualwrite.value;

import java.nio.charset.StandardCharsets;

/** Bytes in hexadecimal digits, into a buffer. */
final class Hexadecimal {
    private static final byte[] SMALL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CAPITAL = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Hexadecimal() {}

    static void put(byte[] from, int start, int end, CellBuffer out) {
        put(SMALL, from, start, end, out);
    }

    /** A {@code bytea} of these bytes, with the capitals of MySQL's {@code hex()}. */
    static boolean putBytea(byte[] from, int start, int end, CellBuffer out) {
        putMark(out);
        put(CAPITAL, from, start, end, out);
        return true;
    }

    /** What begins a {@code bytea}. */
    static void putMark(CellBuffer out) {
        out.put('\\');
        out.put('x');
    }

    private static void put(byte[] digits, byte[] from, int start, int end, CellBuffer out) {
        out.reserve(Math.multiplyExact(2, end - start));
        byte[] to = out.bytes();
        int at = out.length();
        for (int i = start; i < end; i++) {
            to[at++] = digits[from[i] >> 4 & 0xF];
            to[at++] = digits[from[i] & 0xF];
        }
        out.advance(2 * (end - start));
    }
}
