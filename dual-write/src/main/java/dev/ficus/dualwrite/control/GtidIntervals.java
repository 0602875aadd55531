package dev.ficus.dualwrite.control;

import java.util.Arrays;

/**
 * Numbers of transactions as intervals, both ends inclusive, in order and never adjacent. Immutable. The end of the last
 * interval stands apart, because nearly every transaction raises it by one: that copies nothing.
 */
final class GtidIntervals {
    private final long[] bounds;
    private final long end;

    private GtidIntervals(long[] bounds, long end) {
        this.bounds = bounds;
        this.end = end;
    }

    static GtidIntervals of(long first, long last) {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("not an interval of transactions: " + first + "-" + last);
        }
        return new GtidIntervals(new long[] {first, last}, last);
    }

    GtidIntervals with(long number) {
        if (number == end + 1) {
            return new GtidIntervals(bounds, number);
        }
        return contains(number, number) ? this : with(number, number);
    }

    /** With an interval that may lie anywhere. */
    GtidIntervals with(long first, long last) {
        of(first, last);
        long[] merged = new long[bounds.length + 2];
        int used = 0;
        long low = first;
        long high = last;
        int at = 0;
        for (; at < bounds.length && upper(at) < low - 1; at += 2) {
            merged[used++] = bounds[at];
            merged[used++] = upper(at);
        }
        for (; at < bounds.length && bounds[at] <= high + 1; at += 2) {
            low = Math.min(low, bounds[at]);
            high = Math.max(high, upper(at));
        }
        merged[used++] = low;
        merged[used++] = high;
        for (; at < bounds.length; at += 2) {
            merged[used++] = bounds[at];
            merged[used++] = upper(at);
        }
        return new GtidIntervals(Arrays.copyOf(merged, used), merged[used - 1]);
    }

    boolean contains(GtidIntervals other) {
        for (int i = 0; i < other.bounds.length; i += 2) {
            if (!contains(other.bounds[i], other.upper(i))) {
                return false;
            }
        }
        return true;
    }

    /** As MySQL writes it: {@code 1-5:7}. */
    void write(StringBuilder out) {
        for (int i = 0; i < bounds.length; i += 2) {
            out.append(':').append(bounds[i]);
            if (upper(i) > bounds[i]) {
                out.append('-').append(upper(i));
            }
        }
    }

    private boolean contains(long first, long last) {
        for (int i = bounds.length - 2; i >= 0; i -= 2) {
            if (bounds[i] <= first) {
                return last <= upper(i);
            }
        }
        return false;
    }

    private long upper(int interval) {
        return interval == bounds.length - 2 ? end : bounds[interval + 1];
    }
}
