package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * MySQL's {@code vector(n)}, which becomes {@code real[]}: bit for bit, and a vector may have fewer than n numbers on
 * both sides. MySQL keeps four little-endian bytes for each number and takes those bytes back.
 *
 * @param most the most numbers that one holds
 */
record VectorValue(long most) implements Value {
    private static final HexFormat HEX = HexFormat.of();

    static Value of(Choice choice) {
        choice.only().to(List.of("real[]"));
        return new VectorValue(choice.type().length() / Float.BYTES);
    }

    @Override
    public String postgresType() {
        return "real[]";
    }

    /** What MySQL cannot take back is refused where it is written. */
    @Override
    public String postgresCheck(String column) {
        return "cardinality(" + column + ") BETWEEN 1 AND " + most + " AND array_ndims(" + column
                + ") = 1 AND array_lower(" + column + ", 1) = 1 AND array_position(" + column
                + ", NULL) IS NULL AND '-Infinity' < ALL (" + column + ") AND 'Infinity' > ALL (" + column + ")";
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return array(HEX.parseHex(text));
    }

    @Override
    public String fromBinlog(Serializable value) {
        return array((byte[]) value);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return ImageText.copied(ImageCell.of(type, metadata).orElseThrow(), this::fromBinlog);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.VECTOR;
    }

    @Override
    public Object toMysql(String text) {
        String[] numbers = text.substring(1, text.length() - 1).split(",");
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String number : numbers) {
            bytes.putFloat(number(number));
        }
        return bytes.array();
    }

    @Override
    public String mysqlCanonical(String column) {
        return "hex(" + column + ")";
    }

    /** The bytes of each number, turned round as MySQL has them. */
    @Override
    public String postgresCanonical(String column) {
        String bytes = IntStream.iterate(4, i -> i > 0, i -> i - 1)
                .mapToObj(i -> "substring(float4send(x) from " + i + " for 1)")
                .collect(Collectors.joining(" || "));
        return "(select string_agg(upper(encode(" + bytes + ", 'hex')), '' order by o) from unnest(" + column
                + ") with ordinality as u(x, o))";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    private static String array(byte[] vector) {
        ByteBuffer numbers = ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, vector.length / Float.BYTES)
                .mapToObj(i -> Float.toString(numbers.getFloat()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static float number(String text) {
        try {
            float number = Float.parseFloat(text);
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UnconvertibleValue("the array is not one row of numbers");
        }
        throw new UnconvertibleValue("MySQL's vector has neither NaN nor infinity");
    }
}
