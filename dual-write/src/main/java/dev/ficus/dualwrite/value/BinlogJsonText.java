package dev.ficus.dualwrite.value;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;

/** Builds the text of a JSON document the way MySQL prints its parts. The binlog client calls it part by part. */
final class BinlogJsonText implements JsonFormatter {
    private final StringBuilder text = new StringBuilder();

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public void beginObject(int members) {
        text.append('{');
    }

    @Override
    public void beginArray(int elements) {
        text.append('[');
    }

    @Override
    public void endObject() {
        text.append('}');
    }

    @Override
    public void endArray() {
        text.append(']');
    }

    @Override
    public void nextEntry() {
        text.append(',');
    }

    @Override
    public void name(String name) {
        value(name);
        text.append(':');
    }

    @Override
    public void value(String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }

    @Override
    public void value(int value) {
        text.append(value);
    }

    @Override
    public void value(long value) {
        text.append(value);
    }

    /** The shortest text that reads back as the same double. */
    @Override
    public void value(double value) {
        text.append(value);
    }

    @Override
    public void value(BigInteger value) {
        text.append(value);
    }

    @Override
    public void value(BigDecimal value) {
        text.append(value.toPlainString());
    }

    @Override
    public void value(boolean value) {
        text.append(value);
    }

    @Override
    public void valueNull() {
        text.append("null");
    }

    @Override
    public void valueYear(int year) {
        text.append(year);
    }

    @Override
    public void valueDate(int year, int month, int day) {
        quoted("%04d-%02d-%02d", year, month, day);
    }

    @Override
    public void valueDatetime(int year, int month, int day, int hour, int minute, int second, int micros) {
        quoted("%04d-%02d-%02d %02d:%02d:%02d.%06d", year, month, day, hour, minute, second, micros);
    }

    @Override
    public void valueTime(int hour, int minute, int second, int micros) {
        time(hour < 0, Math.abs(hour), minute, second, micros);
    }

    void time(boolean negative, int hour, int minute, int second, int micros) {
        quoted("%s%02d:%02d:%02d.%06d", negative ? "-" : "", hour, minute, second, micros);
    }

    /** No document holds one: MySQL turns a timestamp into a date and time. */
    @Override
    public void valueTimestamp(long second, int micros) {
        throw new UnconvertibleValue("the document holds a timestamp, which MySQL does not write");
    }

    @Override
    public void valueOpaque(ColumnType type, byte[] value) {
        quoted("base64:type%d:%s", type.getCode(), Base64.getEncoder().encodeToString(value));
    }

    private void quoted(String format, Object... parts) {
        text.append('"').append(String.format(Locale.ROOT, format, parts)).append('"');
    }
}
