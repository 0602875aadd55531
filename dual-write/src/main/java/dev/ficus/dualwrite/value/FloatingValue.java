package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * {@code float}, which becomes {@code real} or by choice {@code double precision}, and {@code double}, which becomes
 * {@code double precision}: bit for bit, except that the canonical text holds 0.0 and -0.0 equal, as both servers do.
 *
 * <p>MySQL prints a {@code float} with six digits (16777216 as 16777200), so a copy reads it as a double, which is exact.
 * Printed forms of a double differ between the servers (1e15, 1e+15), so verification compares its bytes.
 *
 * @param single whether MySQL's has four bytes
 * @param wide whether PostgreSQL's has eight
 */
record FloatingValue(boolean single, boolean wide, boolean unsigned) implements Value {

    static FloatingValue of(Choice choice) {
        boolean single = choice.type().name().equals("float");
        String target = choice.only().to(single ? List.of("real", "double precision") : List.of("double precision"));
        return new FloatingValue(
                single, target.equals("double precision"), choice.type().unsigned());
    }

    @Override
    public String postgresType() {
        return wide ? "double precision" : "real";
    }

    /** MySQL has neither NaN, which PostgreSQL holds greater than infinity, nor infinity. */
    @Override
    public String postgresCheck(String column) {
        String least = unsigned ? column + " >= 0" : column + " > '-Infinity'";
        String exact = single && wide ? " AND " + column + "::real = " + column : "";
        return least + " AND " + column + " < 'Infinity'" + exact;
    }

    @Override
    public String mysqlSelect(String column) {
        return single ? "cast(" + column + " as double)" : column;
    }

    @Override
    public String fromMysql(String text) {
        return text;
    }

    @Override
    public CellReader copyReader() {
        return CellReader.SAME;
    }

    @Override
    public String fromBinlog(Serializable value) {
        return wide ? Double.toString(((Number) value).doubleValue()) : value.toString();
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        int size = single ? Float.BYTES : Double.BYTES;
        return (image, at, out) -> {
            long bits = ImageNumbers.littleEndian(image, at, size);
            out.put(single ? text(Float.intBitsToFloat((int) bits)) : Double.toString(Double.longBitsToDouble(bits)));
            return at + size;
        };
    }

    private String text(float number) {
        return wide ? Double.toString(number) : Float.toString(number);
    }

    /** A double also for {@code float}: it is exact, and a shorter one would be compared as another number. */
    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == (single ? ColumnType.FLOAT : ColumnType.DOUBLE);
    }

    @Override
    public Object toMysql(String text) {
        double number = single ? Float.parseFloat(text) : Double.parseDouble(text);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new UnconvertibleValue("MySQL has neither NaN nor infinity");
        }
        if (wide && number != Double.parseDouble(text)) {
            throw new UnconvertibleValue("the number has more digits than MySQL's float");
        }
        return number;
    }

    @Override
    public Object mysqlKey(String canonical) {
        return number(canonical);
    }

    @Override
    public String postgresKey(String canonical) {
        return Double.toString(number(canonical));
    }

    /** The eight bytes of the double, out of the coordinates of a point: no function of MySQL gives them directly. */
    @Override
    public String mysqlCanonical(String column) {
        return "hex(reverse(substr(st_asbinary(point(" + column + "+0e0,0)),6,8)))";
    }

    @Override
    public String postgresCanonical(String column) {
        return "upper(encode(float8send(" + column + "::float8+0.0::float8),'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    private static double number(String canonical) {
        return Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(canonical.toLowerCase(Locale.ROOT)));
    }
}
