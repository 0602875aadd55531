package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code point} as PostgreSQL's {@code point}, by choice: X and Y bit for bit. That type has no SRID, so a point that has
 * one is refused.
 */
record PointValue() implements Value {
    private static final HexFormat HEX = HexFormat.of();
    /** SRID, byte order, type, X, Y. */
    private static final int BYTES = 4 + 1 + 4 + 8 + 8;

    private static final int X = 9;
    private static final int Y = 17;

    @Override
    public String postgresType() {
        return "point";
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return point(HEX.parseHex(text));
    }

    @Override
    public String fromBinlog(Serializable value) {
        return point((byte[]) value);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return ImageText.copied(ImageCell.of(type, metadata).orElseThrow(), this::fromBinlog);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.GEOMETRY;
    }

    @Override
    public Object toMysql(String text) {
        int comma = text.indexOf(',');
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .put((byte) 1)
                .putInt(1)
                .putDouble(Double.parseDouble(text.substring(1, comma)))
                .putDouble(Double.parseDouble(text.substring(comma + 1, text.length() - 1)))
                .array();
    }

    @Override
    public List<Hazard> hazards() {
        return List.of(Hazard.of(
                "range", "point has an SRID", column -> "left(hex(" + column + "),8)<>'00000000'", "to: bytea"));
    }

    /** The SRID, then the bytes of both numbers, turned round as PostgreSQL sends them. */
    @Override
    public String mysqlCanonical(String column) {
        String wkb = "st_asbinary(" + column + ")";
        return "concat(left(hex(" + column + "),8),hex(reverse(substr(" + wkb + ",6,8))),hex(reverse(substr(" + wkb
                + ",14,8))))";
    }

    @Override
    public String postgresCanonical(String column) {
        return "'00000000' || upper(encode(float8send(" + column + "[0]) || float8send(" + column + "[1]),'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    private static String point(byte[] internal) {
        ByteBuffer bytes = ByteBuffer.wrap(internal).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != 0) {
            throw new UnconvertibleValue("the point has an SRID, which PostgreSQL's point has not");
        }
        return "(" + bytes.getDouble(X) + "," + bytes.getDouble(Y) + ")";
    }
}
