package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;

/** Decimal digits as the server's binary integers and {@code numeric}. */
final class BinaryNumbers {
    /** Ten to this is less than the greatest long, so that many digits cannot overflow it. */
    private static final int SAFE_DIGITS = 18;

    /** {@code numeric} has digits of base 10000. */
    private static final int GROUP = 4;

    /** More than any column of MySQL has, and far less than the server allows. */
    private static final int LONGEST = 1_000;

    private static final int NEGATIVE = 0x4000;

    private BinaryNumbers() {}

    /** A whole number of so many bytes, the highest first. */
    static boolean whole(byte[] from, int start, int end, CellBuffer out, int bytes) {
        boolean negative = start < end && from[start] == '-';
        int first = negative ? start + 1 : start;
        if (first == end || end - first > SAFE_DIGITS) {
            return false;
        }
        long number = 0;
        for (int i = first; i < end; i++) {
            int digit = from[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = number * 10 + digit;
        }
        number = negative ? -number : number;
        int shift = Long.SIZE - bytes * Byte.SIZE;
        if (number << shift >> shift != number) {
            return false;
        }
        put(out, number, bytes);
        return true;
    }

    /**
     * How many digits, the weight of the first, the sign, how many decimals are shown, the digits: two bytes each
     * ({@code numeric_recv} of PostgreSQL).
     */
    static boolean numeric(byte[] from, int start, int end, CellBuffer out) {
        boolean negative = start < end && from[start] == '-';
        int first = negative ? start + 1 : start;
        int point = first;
        while (point < end && from[point] != '.') {
            point++;
        }
        int decimals = Math.max(0, end - point - 1);
        int wholes = point - first;
        if (wholes == 0
                || point == end - 1
                || end - start > LONGEST
                || !digits(from, first, point)
                || !digits(from, point + 1, end)) {
            return false;
        }
        int groupsBefore = (wholes + GROUP - 1) / GROUP;
        int groupsBehind = (decimals + GROUP - 1) / GROUP;
        put(out, groupsBefore + groupsBehind, Short.BYTES);
        put(out, groupsBefore - 1, Short.BYTES);
        put(out, negative ? NEGATIVE : 0, Short.BYTES);
        put(out, decimals, Short.BYTES);
        for (int at = point - groupsBefore * GROUP; at < point; at += GROUP) {
            put(out, group(from, at, first, point), Short.BYTES);
        }
        for (int at = point + 1; at < end; at += GROUP) {
            put(out, group(from, at, at, end), Short.BYTES);
        }
        return true;
    }

    /** The four digits from {@code at}; those before {@code first} and from {@code end} on are zeros. */
    private static int group(byte[] from, int at, int first, int end) {
        int number = 0;
        for (int i = at; i < at + GROUP; i++) {
            number = number * 10 + (i < first || i >= end ? 0 : from[i] - '0');
        }
        return number;
    }

    private static boolean digits(byte[] from, int start, int end) {
        for (int i = start; i < end; i++) {
            if (from[i] < '0' || from[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** The lowest so many bytes, the highest of them first. */
    static void put(CellBuffer out, long number, int bytes) {
        out.reserve(bytes);
        byte[] to = out.bytes();
        int at = out.length();
        for (int i = 0; i < bytes; i++) {
            to[at + i] = (byte) (number >> (bytes - 1 - i) * Byte.SIZE);
        }
        out.advance(bytes);
    }
}
