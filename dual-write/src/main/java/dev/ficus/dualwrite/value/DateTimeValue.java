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

/**
 * {@code datetime(n)}, which has no zone and becomes {@code timestamp(n)}, and {@code timestamp(n)}, an instant, which
 * becomes {@code timestamptz(n)}. Every session of Ficus runs in UTC on both sides.
 *
 * @param fraction digits of the second's fraction, 0 to 6
 * @param zoned whether it is an instant
 */
record DateTimeValue(int fraction, boolean zoned) implements Value {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(java.util.Locale.ROOT);

    @Override
    public String postgresType() {
        return (zoned ? "timestamptz(" : "timestamp(") + fraction + ")";
    }

    @Override
    public String fromMysql(String text) {
        String real = ZeroDate.refuse(text);
        return zoned ? real + "+00" : real;
    }

    @Override
    public String fromBinlog(Serializable value) {
        long micros = ZeroDate.refuse((Long) value);
        LocalDateTime local = LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
        return zoned ? TEXT.format(local) + "+00" : TEXT.format(local);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == (zoned ? ColumnType.TIMESTAMP_V2 : ColumnType.DATETIME_V2) && metadata == fraction;
    }

    @Override
    public Object toMysql(String text) {
        return zoned && text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
    }

    /** Trailing zeros of the fraction go, as PostgreSQL prints none; without a fraction there is nothing to trim. */
    @Override
    public String mysqlCanonical(String column) {
        String text = "cast(" + column + " as char)";
        return fraction == 0 ? text : "trim(trailing '.' from trim(trailing '0' from " + text + "))";
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
