package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code time(n)}, which holds -838:59:59 to 838:59:59 and becomes {@code interval}, or {@code time} by choice. An interval in days that an
 * application writes goes back as hours; one in months is refused, because a month has no length.
 *
 * @param fraction digits of the second's fraction, 0 to 6
 * @param ofDay whether it becomes {@code time}, which holds 00:00:00 to 24:00:00
 */
record TimeValue(int fraction, boolean ofDay) implements Value {
    private static final long MICROS = 1_000_000;

    private static final Pattern OF_DAY = Pattern.compile("(?:[01]\\d|2[0-3]):.*|24:00:00(?:\\.0*)?");

    /** The output of {@code intervalstyle=postgres} without months. */
    private static final Pattern INTERVAL =
            Pattern.compile("(?:([+-]?\\d+) days?)?\\s*(?:([+-]?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?)?");

    static TimeValue of(Choice choice) {
        return new TimeValue(
                choice.type().fraction(),
                choice.only().to(List.of("interval", "time")).equals("time"));
    }

    @Override
    public List<Hazard> hazards() {
        return ofDay
                ? List.of(Hazard.of(
                        "range",
                        "time is not between 00:00:00 and 24:00:00",
                        column -> column + " not between '00:00:00' and '24:00:00'",
                        "to: interval"))
                : List.of();
    }

    @Override
    public String postgresType() {
        return (ofDay ? "time(" : "interval(") + fraction + ")";
    }

    /** What MySQL cannot take back is refused where it is written. */
    @Override
    public String postgresCheck(String column) {
        if (ofDay) {
            return "";
        }
        return "extract(year from " + column + ") = 0 AND extract(month from " + column + ") = 0 AND " + column
                + " BETWEEN '-838:59:59.999999' AND '838:59:59.999999'";
    }

    @Override
    public String fromMysql(String text) {
        if (ofDay && !OF_DAY.matcher(text).matches()) {
            throw notOfDay();
        }
        return text;
    }

    @Override
    public CellReader copyReader() {
        return ofDay ? Value.super.copyReader() : CellReader.SAME;
    }

    /** Microseconds, as {@code BinlogDates} reads them. */
    @Override
    public String fromBinlog(Serializable value) {
        return fromMysql(text((Long) value));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return this::read;
    }

    /**
     * 1 bit sign, 1 bit unused, 10 bits hour, 6 bits minute, 6 bits second, then the fraction; the whole is one number,
     * negated for a negative time, with an offset that makes it positive.
     */
    private int read(byte[] image, int at, CellBuffer out) {
        int fractionBits = ImageCell.fraction(fraction) * 8;
        long packed = ImageNumbers.bigEndian(image, at, 3 + fractionBits / 8) - (0x800000L << fractionBits);
        long size = Math.abs(packed);
        int time = (int) (size >> fractionBits);
        int micros = ImageDates.micros(fraction, size & ((1L << fractionBits) - 1));
        int hour = time >> 12;
        boolean ofOneDay = packed >= 0 && (hour < 24 || time == 24 << 12 && micros == 0);
        if (ofDay && !ofOneDay) {
            throw notOfDay();
        }
        if (packed < 0) {
            out.put('-');
        }
        put(hour, time >> 6 & 63, time & 63, micros, out);
        return at + 3 + fractionBits / 8;
    }

    private static void put(int hour, int minute, int second, int micros, CellBuffer out) {
        if (hour >= 839 || minute > 59 || second > 59 || micros >= MICROS) {
            throw ImageDates.noDate();
        }
        out.putDigits(hour, hour > 99 ? 3 : 2);
        out.put(':');
        out.putDigits(minute, 2);
        out.put(':');
        out.putDigits(second, 2);
        if (micros != 0) {
            out.put('.');
            out.putDigits(micros, 6);
        }
    }

    private static UnconvertibleValue notOfDay() {
        return new UnconvertibleValue("the time is not between 00:00:00 and 24:00:00");
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.TIME_V2 && metadata == fraction;
    }

    @Override
    public Object toMysql(String text) {
        Matcher parts = INTERVAL.matcher(text);
        if (text.isBlank() || !parts.matches()) {
            throw new UnconvertibleValue("the interval has months or years, which MySQL's time has not");
        }
        long micros = days(parts) * 86_400 * MICROS + timeOfDay(parts);
        if (Math.abs(micros) / MICROS >= 839 * 3600) {
            throw new UnconvertibleValue("the interval is longer than MySQL's longest time, 838:59:59");
        }
        return text(micros);
    }

    @Override
    public String mysqlCanonical(String column) {
        String text = "cast(" + column + " as char)";
        return fraction == 0 ? text : "trim(trailing '.' from trim(trailing '0' from " + text + "))";
    }

    /** In hours, also where an application wrote days. */
    @Override
    public String postgresCanonical(String column) {
        return ofDay ? column + "::text" : "make_interval(secs => extract(epoch from " + column + ")::float8)::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    private static long days(Matcher parts) {
        return parts.group(1) == null ? 0 : Long.parseLong(parts.group(1));
    }

    private static long timeOfDay(Matcher parts) {
        if (parts.group(3) == null) {
            return 0;
        }
        long seconds = Long.parseLong(parts.group(3)) * 3600
                + Long.parseLong(parts.group(4)) * 60
                + Long.parseLong(parts.group(5));
        String digits = parts.group(6) == null ? "0" : parts.group(6);
        long micros = seconds * MICROS + Long.parseLong((digits + "000000").substring(0, 6));
        return "-".equals(parts.group(2)) ? -micros : micros;
    }

    private static String text(long micros) {
        long size = Math.abs(micros);
        long seconds = size / MICROS;
        String text = String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d",
                micros < 0 ? "-" : "",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60);
        return size % MICROS == 0 ? text : text + String.format(Locale.ROOT, ".%06d", size % MICROS);
    }
}
