package dev.ficus.dualwrite.control;

import java.util.Locale;

/** A place in PostgreSQL's write-ahead log, an unsigned number of bytes. */
public record LogSequenceNumber(long value) implements Position {

    /** Reads PostgreSQL's form, {@code 16/B374D848}. */
    public static LogSequenceNumber parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not a log sequence number: " + text);
        }
        long high = Long.parseLong(text.substring(0, slash), 16);
        return new LogSequenceNumber((high << 32) | Long.parseLong(text.substring(slash + 1), 16));
    }

    @Override
    public String text() {
        return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFFFFFFL);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compareUnsigned(value, ((LogSequenceNumber) other).value);
    }
}
