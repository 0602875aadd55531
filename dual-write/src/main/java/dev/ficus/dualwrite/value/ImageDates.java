package dev.ficus.dualwrite.value;

import java.time.Month;
import java.time.Year;

/** Dates and times of row images, written as PostgreSQL reads them. */
final class ImageDates {
    static final long MICROS = 1_000_000;

    private static final int SECONDS_OF_DAY = 86_400;

    private ImageDates() {}

    /** Whether there is such a day in PostgreSQL's calendar, which is the Gregorian one throughout. */
    static boolean exists(int year, int month, int day) {
        if (year < 1 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= 28 || day <= Month.of(month).length(Year.isLeap(year));
    }

    static void putDate(int year, int month, int day, CellBuffer out) {
        if (year > 9999) {
            throw noDate();
        }
        out.putDigits(year, 4);
        out.put('-');
        out.putDigits(month, 2);
        out.put('-');
        out.putDigits(day, 2);
    }

    static void putTime(int hour, int minute, int second, CellBuffer out) {
        if (hour > 23 || minute > 59 || second > 59) {
            throw noDate();
        }
        out.putDigits(hour, 2);
        out.put(':');
        out.putDigits(minute, 2);
        out.put(':');
        out.putDigits(second, 2);
    }

    /** Without the zeros at its end. */
    static void putFraction(int micros, CellBuffer out) {
        if (micros == 0) {
            return;
        }
        if (micros >= MICROS) {
            throw noDate();
        }
        out.put('.');
        int digits = 6;
        int left = micros;
        while (left % 10 == 0) {
            left /= 10;
            digits--;
        }
        out.putDigits(left, digits);
    }

    /** The date and the time of seconds since 1970; the days are turned into a date by the calendar's cycle of 400 years. */
    static void putInstant(long seconds, CellBuffer out) {
        int shifted = (int) (seconds / SECONDS_OF_DAY) + 719_468;
        int era = shifted / 146_097;
        int dayOfEra = shifted % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        putDate(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1, out);
        out.put(' ');
        int second = (int) (seconds % SECONDS_OF_DAY);
        putTime(second / 3600, second / 60 % 60, second % 60, out);
    }

    /** The microseconds of a stored fraction. */
    static int micros(byte[] image, int at, int digits) {
        return micros(digits, ImageNumbers.bigEndian(image, at, ImageCell.fraction(digits)));
    }

    static int micros(int digits, long stored) {
        long micros = stored;
        for (int bytes = ImageCell.fraction(digits); bytes < 3; bytes++) {
            micros *= 100;
        }
        return (int) micros;
    }

    static UnconvertibleValue noDate() {
        return new UnconvertibleValue("the bytes in the binlog are no date and time");
    }
}
