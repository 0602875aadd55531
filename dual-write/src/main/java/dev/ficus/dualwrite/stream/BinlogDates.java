package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Dates of binlog rows as microseconds since 1970 UTC, and times as microseconds, read strictly. The client's own reading counts the Julian
 * calendar before 1582, turns the thirtieth of February into a day of March, and a zero {@code timestamp} into 1970; it mistakes the fraction of a negative time.
 * The layouts are those of MySQL's "Date and Time Data Type Representation".
 */
final class BinlogDates {
    /** Stands for what is no date. */
    static final long NONE = Long.MIN_VALUE;

    private static final long MICROS_OF_SECOND = 1_000_000;

    private BinlogDates() {}

    /** The microseconds, {@link #NONE} for no date, or empty where the type is no date type. */
    static Optional<Long> read(ColumnType type, int fraction, ByteArrayInputStream in) throws IOException {
        return switch (type) {
            case DATE -> Optional.of(date(in.readInteger(3)));
            case DATETIME_V2 -> Optional.of(dateTime(bigEndian(in, 5), fraction(fraction, in)));
            case TIME_V2 -> Optional.of(time(fraction, in));
            case TIMESTAMP_V2 -> Optional.of(timestamp(bigEndian(in, 4), fraction(fraction, in)));
            default -> Optional.empty();
        };
    }

    private static long date(int packed) {
        return micros(packed >> 9, (packed >> 5) & 15, packed & 31, 0);
    }

    /** 1 bit sign, 17 bits year * 13 + month, 5 bits day, 5 bits hour, 6 bits minute, 6 bits second. */
    private static long dateTime(long packed, long micros) {
        int yearMonth = (int) (packed >> 22) & 0x1FFFF;
        long second = ((packed >> 12) & 31) * 3600 + ((packed >> 6) & 63) * 60 + (packed & 63);
        return micros(yearMonth / 13, yearMonth % 13, (int) (packed >> 17) & 31, second * MICROS_OF_SECOND + micros);
    }

    /**
     * 1 bit sign, 1 bit unused, 10 bits hour, 6 bits minute, 6 bits second, then the fraction; the whole is one number,
     * negated for a negative time, with an offset that makes it positive.
     */
    private static long time(int digits, ByteArrayInputStream in) throws IOException {
        int fractionBits = (digits + 1) / 2 * 8;
        long packed = bigEndian(in, 3 + fractionBits / 8) - (0x800000L << fractionBits);
        long size = Math.abs(packed);
        long hms = size >> fractionBits;
        long seconds = ((hms >> 12) & 0x3FF) * 3600 + ((hms >> 6) & 63) * 60 + (hms & 63);
        long micros = seconds * MICROS_OF_SECOND + micros(digits, size & ((1L << fractionBits) - 1));
        return packed < 0 ? -micros : micros;
    }

    /** MySQL stores the zero timestamp as second 0; real ones begin at second 1. */
    private static long timestamp(long seconds, long micros) {
        return seconds == 0 ? NONE : seconds * MICROS_OF_SECOND + micros;
    }

    private static long micros(int year, int month, int day, long microsOfDay) {
        if (year == 0) {
            return NONE;
        }
        try {
            return LocalDate.of(year, month, day).toEpochDay() * 86_400 * MICROS_OF_SECOND + microsOfDay;
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static long fraction(int digits, ByteArrayInputStream in) throws IOException {
        return micros(digits, bigEndian(in, (digits + 1) / 2));
    }

    /** The fraction is stored in bytes of two digits each. */
    private static long micros(int digits, long stored) {
        long value = stored;
        for (int bytes = (digits + 1) / 2; bytes < 3; bytes++) {
            value *= 100;
        }
        return value;
    }

    private static long bigEndian(ByteArrayInputStream in, int length) throws IOException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | in.read();
        }
        return value;
    }
}
