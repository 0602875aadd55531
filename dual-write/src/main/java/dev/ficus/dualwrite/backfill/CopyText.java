package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The text format of COPY (PostgreSQL manual, "COPY", section "Text Format"): tab between columns, line feed after a row,
 * {@code \N} for NULL, a backslash before what would be taken for one of these.
 */
final class CopyText {
    private static final byte[] NULL = {'\\', 'N'};
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    /** Line feed, carriage return and tab are below it. */
    private static final long CONTROLS = 0x0E0E0E0E0E0E0E0EL;

    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

    private CopyText() {}

    static void putNull(CellBuffer out) {
        out.put(NULL);
    }

    /** Escapes what was written from this place on. Most cells have nothing to escape, and bytes have one backslash. */
    static void escape(CellBuffer out, int from) {
        byte[] bytes = out.bytes();
        int end = out.length();
        int first = end;
        int escapes = 0;
        for (int at = clean(bytes, from, end); at < end; at = clean(bytes, at, end)) {
            for (int stop = Math.min(end, at + Long.BYTES); at < stop; at++) {
                if (isSpecial(bytes[at])) {
                    first = escapes == 0 ? at : first;
                    escapes++;
                }
            }
        }
        if (escapes > 0) {
            out.reserve(escapes);
            spread(out.bytes(), first, end, escapes);
            out.advance(escapes);
        }
    }

    /**
     * How far there is surely nothing to escape, eight bytes at a time: the differences borrow from the highest bit of a byte
     * that is smaller, and of others only above such a byte.
     */
    private static int clean(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long eight = (long) EIGHT.get(bytes, at);
            long other = eight ^ BACKSLASHES;
            if (((eight - CONTROLS & ~eight | other - ONES & ~other) & HIGH) != 0) {
                return at;
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** From the end, so that nothing is overwritten before it moved. */
    private static void spread(byte[] bytes, int first, int end, int escapes) {
        if (escapes == 1) {
            System.arraycopy(bytes, first, bytes, first + 1, end - first);
            bytes[first + 1] = letter(bytes[first]);
            bytes[first] = '\\';
            return;
        }
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
