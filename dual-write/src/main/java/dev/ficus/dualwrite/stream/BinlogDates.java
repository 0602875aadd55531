package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Dates of binlog rows as microseconds since 1970 UTC, read strictly. The client's own reading counts the Julian
 * calendar before 1582, turns the thirtieth of February into a day of March, and a zero {@code timestamp} into 1970.
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
        int bytes = (digits + 1) / 2;
        long value = bigEndian(in, bytes);
        for (int i = bytes; i < 3; i++) {
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
