package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;

/** Dates and times as the server's binary ones: days or microseconds since the beginning of the year 2000. */
final class BinaryDates {
    private static final int DATE = 10;
    private static final int TIME = 19;
    private static final int FRACTION = 6;
    private static final long DAY = 86_400_000_000L;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    /** From the first day of year 1 to that of year 2000, in the calendar that both servers use for all times. */
    private static final int EPOCH = 730_119;

    private static final int NO_DATE = Integer.MIN_VALUE;

    private BinaryDates() {}

    static boolean date(byte[] from, int start, int end, CellBuffer out) {
        int days = end - start == DATE ? days(from, start) : NO_DATE;
        if (days == NO_DATE) {
            return false;
        }
        BinaryNumbers.put(out, days, Integer.BYTES);
        return true;
    }

    static boolean timestamp(byte[] from, int start, int end, CellBuffer out) {
        int behindTime = start + TIME;
        int days = end >= behindTime ? days(from, start) : NO_DATE;
        if (days == NO_DATE || from[start + DATE] != ' ' || from[start + 13] != ':' || from[start + 16] != ':') {
            return false;
        }
        int hour = number(from, start + 11, 2);
        int minute = number(from, start + 14, 2);
        int second = number(from, start + 17, 2);
        long micros = fraction(from, behindTime, end);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || micros < 0) {
            return false;
        }
        BinaryNumbers.put(out, days * DAY + ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros, Long.BYTES);
        return true;
    }

    /** Only where the text says that it is UTC. */
    static boolean timestamptz(byte[] from, int start, int end, CellBuffer out) {
        int zone = end - 3;
        return zone > start
                && from[zone] == '+'
                && from[zone + 1] == '0'
                && from[zone + 2] == '0'
                && timestamp(from, start, zone, out);
    }

    /** Microseconds of a point and one to six digits, or of nothing; negative for anything else. */
    private static long fraction(byte[] from, int start, int end) {
        int digits = end - start - 1;
        if (digits < 0) {
            return 0;
        }
        if (from[start] != '.' || digits == 0 || digits > FRACTION) {
            return -1;
        }
        long micros = number(from, start + 1, digits);
        for (int i = digits; i < FRACTION; i++) {
            micros *= 10;
        }
        return micros;
    }

    /** Days since 2000-01-01 of {@code 0001-01-01} to {@code 9999-12-31}; {@link #NO_DATE} for anything else. */
    private static int days(byte[] from, int at) {
        int year = number(from, at, 4);
        int month = number(from, at + 5, 2);
        int day = number(from, at + 8, 2);
        if (from[at + 4] != '-' || from[at + 7] != '-' || year < 1 || month < 1 || month > 12 || day < 1) {
            return NO_DATE;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int before = DAYS_BEFORE_MONTH[month - 1] + (leap && month > 2 ? 1 : 0);
        int length = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1] + (leap && month == 2 ? 1 : 0);
        if (day > length) {
            return NO_DATE;
        }
        int past = year - 1;
        return past * 365 + past / 4 - past / 100 + past / 400 + before + day - 1 - EPOCH;
    }

    /** Of so many digits, at most nine; negative where one is none. */
    private static int number(byte[] from, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = from[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
