package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code datetime(n)}, which has no zone and becomes {@code timestamp(n)}, and {@code timestamp(n)}, an instant, which
 * becomes {@code timestamptz(n)}; each can become the other by choice, its text being read as UTC. Every session of Ficus
 * runs in UTC on both sides.
 *
 * @param fraction digits of the second's fraction, 0 to 6
 * @param instant whether it is an instant on MySQL
 * @param zoned whether it is one in PostgreSQL
 * @param zero what stands for zero and partial dates, which PostgreSQL has not
 */
record DateTimeValue(int fraction, boolean instant, boolean zoned, ZeroDate zero) implements Value {
    private static final String UTC = "+00";
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    static DateTimeValue of(Choice choice) {
        boolean instant = choice.type().name().equals("timestamp");
        String target = choice.only("zero-date")
                .to(instant ? List.of("timestamptz", "timestamp") : List.of("timestamp", "timestamptz"));
        return new DateTimeValue(
                choice.type().fraction(), instant, target.equals("timestamptz"), ZeroDate.of(choice, true));
    }

    @Override
    public String postgresType() {
        return (zoned ? "timestamptz(" : "timestamp(") + fraction + ")";
    }

    /** MySQL's timestamp has 31 bits of seconds, and its datetime has neither the year 10000 nor infinity. */
    @Override
    public String postgresCheck(String column) {
        String zone = zoned ? "+00" : "";
        String first = instant ? "1970-01-01 00:00:01" : "0001-01-01 00:00:00";
        String last = instant ? "2038-01-19 03:14:07.999999" : "9999-12-31 23:59:59.999999";
        return column + " BETWEEN '" + first + zone + "' AND '" + last + zone + "'";
    }

    @Override
    public @Nullable String fromMysql(String text) {
        return zoned(zero.real(text));
    }

    @Override
    public CellReader copyReader() {
        return zero.reader(zoned ? UTC : "");
    }

    @Override
    public @Nullable String fromBinlog(Serializable value) {
        long micros = (Long) value;
        return zoned(ZeroDate.isZero(micros) ? zero.replaced() : text(micros));
    }

    private static String text(long micros) {
        return TEXT.format(LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC));
    }

    private @Nullable String zoned(@Nullable String text) {
        return text != null && zoned ? text + UTC : text;
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return instant ? this::readInstant : this::readDateTime;
    }

    /** 1 bit sign, 17 bits year * 13 + month, 5 bits day, 5 bits hour, 6 bits minute, 6 bits second; the fraction. */
    private int readDateTime(byte[] image, int at, CellBuffer out) {
        long packed = ImageNumbers.bigEndian(image, at, 5);
        int yearMonth = (int) (packed >> 22) & 0x1FFFF;
        int day = (int) (packed >> 17) & 31;
        if (!ImageDates.exists(yearMonth / 13, yearMonth % 13, day)) {
            return replaced(at + 5, out);
        }
        if (packed >>> 39 == 0) {
            throw ImageDates.noDate();
        }
        ImageDates.putDate(yearMonth / 13, yearMonth % 13, day, out);
        out.put(' ');
        ImageDates.putTime((int) (packed >> 12) & 31, (int) (packed >> 6) & 63, (int) packed & 63, out);
        return fraction(image, at + 5, out);
    }

    /** Four bytes of seconds; MySQL stores the zero timestamp as second 0, real ones begin at second 1. */
    private int readInstant(byte[] image, int at, CellBuffer out) {
        long seconds = ImageNumbers.bigEndian(image, at, 4);
        if (seconds == 0) {
            return replaced(at + 4, out);
        }
        ImageDates.putInstant(seconds, out);
        return fraction(image, at + 4, out);
    }

    private int fraction(byte[] image, int at, CellBuffer out) {
        ImageDates.putFraction(ImageDates.micros(image, at, fraction), out);
        return zoned(at, out);
    }

    private int replaced(int at, CellBuffer out) {
        String text = zero.replaced();
        if (text == null) {
            return ImageReader.NULL;
        }
        out.put(text);
        return zoned(at, out);
    }

    private int zoned(int at, CellBuffer out) {
        if (zoned) {
            out.put('+');
            out.putDigits(0, 2);
        }
        return at + ImageCell.fraction(fraction);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == (instant ? ColumnType.TIMESTAMP_V2 : ColumnType.DATETIME_V2) && metadata == fraction;
    }

    @Override
    public Object toMysql(String text) {
        return zoned && text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
    }

    @Override
    public boolean replacesValues() {
        return !zero.fails();
    }

    @Override
    public boolean mapsToNull() {
        return zero.mapsToNull();
    }

    @Override
    public @Nullable Object nullToMysql() {
        return zero.nullToMysql();
    }

    @Override
    public List<Hazard> hazards() {
        return zero.hazards();
    }

    /** Trailing zeros of the fraction go, as PostgreSQL prints none; without a fraction there is nothing to trim. */
    @Override
    public String mysqlCanonical(String column) {
        String text = "cast(" + column + " as char)";
        return zero.canonical(
                column, fraction == 0 ? text : "trim(trailing '.' from trim(trailing '0' from " + text + "))");
    }

    @Override
    public String postgresCanonical(String column) {
        return zoned ? "(" + column + " at time zone 'UTC')::text" : column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }
}
