package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;
import java.io.IOException;

/**
 * MySQL's binary JSON, read as MySQL prints it. The client's own reading mistakes negative times, dates and times far in
 * the future, and unsigned numbers from 2147483648 on. Dates and times inside a document are packed as MySQL's {@code
 * my_time.h} says, with six digits of fraction.
 */
final class BinlogJson extends JsonBinary {
    private static final int FRACTION_BITS = 24;

    private BinlogJson(byte[] bytes) {
        super(bytes);
    }

    /** The text of a document. */
    static String text(byte[] bytes) throws IOException {
        BinlogJsonText text = new BinlogJsonText();
        new BinlogJson(bytes).parse(text);
        return text.toString();
    }

    @Override
    protected void parseDate(JsonFormatter formatter) throws IOException {
        long day = readInt64() >> FRACTION_BITS >> 17;
        long yearMonth = day >> 5;
        formatter.valueDate((int) (yearMonth / 13), (int) (yearMonth % 13), (int) day & 31);
    }

    @Override
    protected void parseDatetime(JsonFormatter formatter) throws IOException {
        long packed = readInt64();
        long second = packed >> FRACTION_BITS;
        long day = second >> 17;
        long yearMonth = day >> 5;
        formatter.valueDatetime(
                (int) (yearMonth / 13),
                (int) (yearMonth % 13),
                (int) day & 31,
                (int) (second >> 12) & 31,
                (int) (second >> 6) & 63,
                (int) second & 63,
                (int) packed & ((1 << FRACTION_BITS) - 1));
    }

    /** A negative time is the negated number of the positive one. The sign goes to the formatter apart, for -00:00:01. */
    @Override
    protected void parseTime(JsonFormatter formatter) throws IOException {
        long packed = readInt64();
        long size = Math.abs(packed);
        long second = size >> FRACTION_BITS;
        ((BinlogJsonText) formatter)
                .time(
                        packed < 0,
                        (int) (second >> 12) & 1023,
                        (int) (second >> 6) & 63,
                        (int) second & 63,
                        (int) size & ((1 << FRACTION_BITS) - 1));
    }

    @Override
    protected long readUInt32() throws IOException {
        return super.readUInt32() & 0xFFFFFFFFL;
    }
}
