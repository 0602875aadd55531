package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The spatial types, which become {@code bytea} of EWKB: the standard's WKB with the SRID in it, as PostGIS reads it
 * ({@code column::geometry}). MySQL keeps four bytes of SRID before the WKB (manual, "Internal Geometry Storage
 * Format"), on copy, in the binlog and where a value is written. The order of the axes is X, Y there and in PostGIS for
 * every SRID, also 4326; only MySQL's functions that print it turn it round. A geometry without SRID (0) is plain WKB.
 *
 * @param kind the WKB's number of the type; 0 for {@code geometry}, which holds every type
 */
record SpatialValue(int kind) implements Value {
    private static final HexFormat HEX = HexFormat.of();
    private static final int POINT = 1;
    private static final int KINDS = 7;
    private static final int SRID_BYTES = 4;
    /** The byte order and the type. */
    private static final int HEAD = 5;
    /** In the last byte of the little-endian type: an SRID follows. */
    private static final byte HAS_SRID = 0x20;

    /** @param kind as {@link #kind()} */
    static Value of(Choice choice, int kind) {
        String target = choice.only().to(kind == POINT ? List.of("bytea", "point") : List.of("bytea"));
        return target.equals("point") ? new PointValue() : new SpatialValue(kind);
    }

    @Override
    public String postgresType() {
        return "bytea";
    }

    /** Little-endian and in the plane, as MySQL has them: nothing else could go back. */
    @Override
    public String postgresCheck(String column) {
        return IntStream.rangeClosed(kind == 0 ? 1 : kind, kind == 0 ? KINDS : kind)
                .mapToObj(each -> String.format("'\\x01%02x000000', '\\x01%02x000020'", each, each))
                .collect(Collectors.joining(", ", "substring(" + column + " from 1 for " + HEAD + ") IN (", ")"));
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return extended(HEX.parseHex(text));
    }

    @Override
    public String copySelect(String column) {
        return column;
    }

    @Override
    public CellReader copyReader() {
        return (from, start, end, out) -> {
            Hexadecimal.putMark(out);
            int wkb = start + SRID_BYTES;
            if (from[start] == 0 && from[start + 1] == 0 && from[start + 2] == 0 && from[start + 3] == 0) {
                Hexadecimal.put(from, wkb, end, out);
                return true;
            }
            Hexadecimal.put(from, wkb, wkb + HEAD - 1, out);
            out.put(HEX.toHexDigits(HAS_SRID));
            Hexadecimal.put(from, start, wkb, out);
            Hexadecimal.put(from, wkb + HEAD, end, out);
            return true;
        };
    }

    @Override
    public String fromBinlog(Serializable value) {
        return extended((byte[]) value);
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
        byte[] extended = HEX.parseHex(text, 2, text.length());
        byte[] internal = Geometry.internal(extended);
        Geometry.check(internal, kind);
        return internal;
    }

    /** MySQL's bytes with the SRID moved behind the type, which is EWKB. */
    @Override
    public String mysqlCanonical(String column) {
        String hex = "hex(" + column + ")";
        return "if(left(" + hex + ",8)='00000000',substr(" + hex + ",9),concat(substr(" + hex + ",9,8),'20',left(" + hex
                + ",8),substr(" + hex + ",19)))";
    }

    @Override
    public String postgresCanonical(String column) {
        return "upper(encode(" + column + ",'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    private static String extended(byte[] internal) {
        String hex = HEX.formatHex(internal);
        String srid = hex.substring(0, 2 * SRID_BYTES);
        String wkb = hex.substring(2 * SRID_BYTES);
        if (srid.equals("00000000")) {
            return "\\x" + wkb;
        }
        int flag = 2 * (HEAD - 1);
        return "\\x" + wkb.substring(0, flag) + HEX.toHexDigits(HAS_SRID) + srid + wkb.substring(flag + 2);
    }
}
