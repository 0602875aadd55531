package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code date}.
 *
 * @param zero what stands for zero and partial dates, which PostgreSQL has not
 */
record DateValue(ZeroDate zero) implements Value {

    static DateValue of(Choice choice) {
        choice.only("zero-date").to(List.of("date"));
        return new DateValue(ZeroDate.of(choice, false));
    }

    @Override
    public String postgresType() {
        return "date";
    }

    /** MySQL has neither dates before Christ, nor the year 10000, nor infinity. */
    @Override
    public String postgresCheck(String column) {
        return column + " BETWEEN '0001-01-01' AND '9999-12-31'";
    }

    @Override
    public @Nullable String fromMysql(String text) {
        return zero.real(text);
    }

    @Override
    public CellReader copyReader() {
        return zero.reader("");
    }

    @Override
    public @Nullable String fromBinlog(Serializable value) {
        long micros = (Long) value;
        return ZeroDate.isZero(micros)
                ? zero.replaced()
                : Instant.EPOCH
                        .plus(micros, ChronoUnit.MICROS)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return this::read;
    }

    /** Three bytes, little-endian: the year, 4 bits of the month, 5 bits of the day. */
    private int read(byte[] image, int at, CellBuffer out) {
        int packed = (int) ImageNumbers.littleEndian(image, at, 3);
        int year = packed >> 9;
        int month = packed >> 5 & 15;
        int day = packed & 31;
        if (ImageDates.exists(year, month, day)) {
            ImageDates.putDate(year, month, day, out);
            return at + 3;
        }
        String text = zero.replaced();
        if (text == null) {
            return ImageReader.NULL;
        }
        out.put(text);
        return at + 3;
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.DATE;
    }

    @Override
    public Object toMysql(String text) {
        return text;
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

    @Override
    public String mysqlCanonical(String column) {
        return zero.canonical(column, "cast(" + column + " as char)");
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }
}
