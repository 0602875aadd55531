package dev.ficus.dualwrite.value;

/** MySQL's dates that are none: {@code 0000-00-00}, {@code 2024-00-10}, {@code 2024-05-00}. */
final class ZeroDate {
    private static final String REASON = "the date has a zero year, month or day, which PostgreSQL has not";

    private ZeroDate() {}

    /** Returns MySQL's text of a date or a date and time, unless one of its parts is zero. */
    static String refuse(String text) {
        if (text.startsWith("0000") || text.startsWith("-00", 4) || text.startsWith("-00", 7)) {
            throw new UnconvertibleValue(REASON);
        }
        return text;
    }

    /** Returns the microseconds, unless the binlog client said that they stand for no date. */
    static long refuse(Long micros) {
        if (micros == Long.MIN_VALUE) {
            throw new UnconvertibleValue(REASON);
        }
        return micros;
    }
}
