package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;

/** Hexadecimal text as the bytes that it stands for. */
final class BinaryBytes {
    private static final int UUID_TEXT = 36;
    private static final int[] UUID_PARTS = {8, 4, 4, 4, 12};

    private BinaryBytes() {}

    /** Text such as {@code \x00ff}. */
    static boolean bytea(byte[] from, int start, int end, CellBuffer out) {
        int length = end - start;
        if (length < 2 || length % 2 != 0 || from[start] != '\\' || from[start + 1] != 'x') {
            return false;
        }
        return hexadecimal(from, start + 2, end, out);
    }

    /** Text of 8, 4, 4, 4 and 12 digits with hyphens between them. */
    static boolean uuid(byte[] from, int start, int end, CellBuffer out) {
        if (end - start != UUID_TEXT) {
            return false;
        }
        int at = start;
        for (int digits : UUID_PARTS) {
            boolean hyphen = at == start || from[at - 1] == '-';
            if (!hyphen || !hexadecimal(from, at, at + digits, out)) {
                return false;
            }
            at += digits + 1;
        }
        return true;
    }

    private static boolean hexadecimal(byte[] from, int start, int end, CellBuffer out) {
        int count = (end - start) / 2;
        out.reserve(count);
        byte[] to = out.bytes();
        int at = out.length();
        for (int i = 0; i < count; i++) {
            int high = Character.digit(from[start + 2 * i], 16);
            int low = Character.digit(from[start + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            to[at + i] = (byte) (high << 4 | low);
        }
        out.advance(count);
        return true;
    }
}
