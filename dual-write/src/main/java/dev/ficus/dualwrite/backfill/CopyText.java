package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;

/**
 * The text format of COPY (PostgreSQL manual, "COPY", section "Text Format"): tab between columns, line feed after a row,
 * {@code \N} for NULL, a backslash before what would be taken for one of these.
 */
final class CopyText {
    private static final byte[] NULL = {'\\', 'N'};

    private CopyText() {}

    static void putNull(CellBuffer out) {
        out.put(NULL);
    }

    /** Escapes what was written from this place on. Most cells have nothing to escape. */
    static void escape(CellBuffer out, int from) {
        byte[] bytes = out.bytes();
        int end = out.length();
        int escapes = 0;
        for (int i = from; i < end; i++) {
            if (isSpecial(bytes[i])) {
                escapes++;
            }
        }
        if (escapes > 0) {
            out.reserve(escapes);
            spread(out.bytes(), end, escapes);
            out.advance(escapes);
        }
    }

    /** From the end, so that nothing is overwritten before it moved. */
    private static void spread(byte[] bytes, int end, int escapes) {
        int to = end + escapes;
        for (int i = end - 1; to > i + 1; i--) {
            byte b = bytes[i];
            if (isSpecial(b)) {
                bytes[--to] = letter(b);
                bytes[--to] = '\\';
            } else {
                bytes[--to] = b;
            }
        }
    }

    private static boolean isSpecial(byte b) {
        return b == '\\' || b == '\t' || b == '\n' || b == '\r';
    }

    private static byte letter(byte special) {
        return switch (special) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> special;
        };
    }
}
