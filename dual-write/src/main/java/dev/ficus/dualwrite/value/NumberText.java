package dev.ficus.dualwrite.value;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Numbers in MySQL's text, as bytes. */
final class NumberText {
    private static final int SURELY_LONG = 18;

    private NumberText() {}

    /** Writes a number without the zeros that ZEROFILL puts before it. */
    static boolean unpadded(byte[] from, int start, int end, CellBuffer out) {
        int at = start;
        if (from[at] == '-') {
            out.put('-');
            at++;
        }
        while (from[at] == '0' && at + 1 < end && from[at + 1] >= '0') {
            at++;
        }
        out.put(from, at, end);
        return true;
    }

    /** The reader of whole numbers of which only those that fit are taken. */
    static CellReader fitting(IntegerType target) {
        long least = target.wholeOnly() && target != IntegerType.NUMERIC_20
                ? target.least().longValueExact()
                : Long.MIN_VALUE;
        long greatest = target.wholeOnly() && target != IntegerType.NUMERIC_20
                ? target.greatest().longValueExact()
                : Long.MAX_VALUE;
        return (from, start, end, out) -> {
            boolean fits;
            if (end - start <= SURELY_LONG) {
                long number = number(from, start, end);
                fits = number >= least && number <= greatest;
            } else {
                fits = target.holds(new BigInteger(new String(from, start, end - start, StandardCharsets.US_ASCII)));
            }
            if (!fits) {
                throw new UnconvertibleValue("the number does not fit " + target.sql());
            }
            return unpadded(from, start, end, out);
        };
    }

    /** A whole number that fits a long; 64 bits without a sign come as the long of the same bits. */
    static long number(byte[] from, int start, int end) {
        boolean negative = from[start] == '-';
        long number = 0;
        for (int at = negative ? start + 1 : start; at < end; at++) {
            number = number * 10 + from[at] - '0';
        }
        return negative ? -number : number;
    }
}
