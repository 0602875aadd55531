package dev.ficus.dualwrite.value;

import java.util.Arrays;

/**
 * Reads MySQL's packed decimals: groups of nine digits in four bytes, fewer bytes for the first group before the point
 * and the last behind it, all big-endian. The highest bit is set where the number is not negative; the bits of a
 * negative one are turned round (MySQL's {@code decimal2bin}). Used by one thread.
 */
final class ImageDecimal implements ImageReader {
    private static final int DIGITS_OF_GROUP = 9;
    private static final int SIGN = 0x80;
    private static final long[] ABOVE = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private final int whole;
    private final int scale;
    private int at;
    /** What turns the bits of the next byte. */
    private int turn;

    ImageDecimal(int precision, int scale) {
        this.whole = precision - scale;
        this.scale = scale;
    }

    @Override
    public int read(byte[] image, int start, CellBuffer out) {
        boolean negative = (image[start] & SIGN) == 0;
        at = start;
        turn = SIGN;
        int mark = out.length();
        if (negative) {
            turn ^= 0xFF;
            out.put('-');
        }
        boolean zero = !putWhole(image, negative, out);
        if (scale > 0) {
            out.put('.');
            zero &= !putFraction(image, negative, out);
        }
        if (negative && zero) {
            byte[] digits = Arrays.copyOfRange(out.bytes(), mark + 1, out.length());
            out.truncate(mark);
            out.put(digits);
        }
        return at;
    }

    /** Whether it is not 0. */
    private boolean putWhole(byte[] image, boolean negative, CellBuffer out) {
        boolean any = false;
        for (int left = whole; left > 0; ) {
            int digits = left % DIGITS_OF_GROUP == 0 ? DIGITS_OF_GROUP : left % DIGITS_OF_GROUP;
            long group = group(image, digits, negative);
            if (any) {
                out.putDigits(group, digits);
            } else if (group != 0) {
                out.putNumber(group);
                any = true;
            }
            left -= digits;
        }
        if (!any) {
            out.put('0');
        }
        return any;
    }

    private boolean putFraction(byte[] image, boolean negative, CellBuffer out) {
        boolean any = false;
        for (int left = scale; left > 0; ) {
            int digits = Math.min(left, DIGITS_OF_GROUP);
            long group = group(image, digits, negative);
            any |= group != 0;
            out.putDigits(group, digits);
            left -= digits;
        }
        return any;
    }

    private long group(byte[] image, int digits, boolean negative) {
        long group = 0;
        for (int left = ImageCell.digits(digits); left > 0; left--) {
            group = group << 8 | (image[at++] ^ turn) & 0xFF;
            turn = negative ? 0xFF : 0;
        }
        if (group >= ABOVE[digits]) {
            throw new UnconvertibleValue("the bytes in the binlog are no decimal");
        }
        return group;
    }
}
