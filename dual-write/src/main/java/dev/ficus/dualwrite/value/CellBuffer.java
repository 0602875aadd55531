package dev.ficus.dualwrite.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow while cells are written into them. The hot paths of copy and streams write PostgreSQL text here, so
 * that no cell needs an object of its own. Used by one thread.
 */
public final class CellBuffer {
    private static final int LONGEST_LONG = 20;

    private byte[] bytes;
    private int length;

    public CellBuffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** Forgets everything behind this many bytes. */
    public void truncate(int shorter) {
        if (shorter < 0 || shorter > length) {
            throw new IndexOutOfBoundsException("cannot shorten " + length + " bytes to " + shorter);
        }
        length = shorter;
    }

    public void clear() {
        length = 0;
    }

    /** The bytes themselves, valid up to {@link #length} and until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public void put(int octet) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) octet;
    }

    public void put(byte[] from, int start, int end) {
        int count = end - start;
        reserve(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    public void put(byte[] from) {
        put(from, 0, from.length);
    }

    /** For rare texts: as UTF-8. */
    public void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole number in decimal digits. */
    public void putNumber(long number) {
        if (number == Long.MIN_VALUE) {
            put("-9223372036854775808");
            return;
        }
        reserve(LONGEST_LONG);
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = digits(rest);
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** A number that is not negative in exactly this many digits, with zeros in front. */
    public void putDigits(long number, int digits) {
        reserve(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** Makes room, so that a caller may write through {@link #bytes} and {@link #advance}. */
    public void reserve(int more) {
        if (bytes.length - length < more) {
            grow(more);
        }
    }

    /** Counts bytes that were written into reserved room. */
    public void advance(int count) {
        length += count;
    }

    /** For rare use: the bytes as UTF-8. */
    public String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void grow(int more) {
        int wanted = Math.addExact(length, more);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(wanted, bytes.length * 2L)));
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
