package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * {@code binary(n)}, {@code varbinary} and the {@code blob} family, which become {@code bytea}. The binlog drops the zero
 * bytes at the end of a {@code binary(n)}; they are put back. Bytes sort the same on both sides.
 *
 * @param padded the length of {@code binary(n)}; 0 for the others
 * @param large whether verification compares a SHA-256 instead of the bytes
 */
record BinaryValue(int padded, boolean large) implements Value {
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public String postgresType() {
        return "bytea";
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return "\\x" + text;
    }

    @Override
    public String fromBinlog(Serializable value) {
        byte[] bytes = (byte[]) value;
        return "\\x" + HEX.formatHex(bytes.length < padded ? Arrays.copyOf(bytes, padded) : bytes);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.STRING || type == ColumnType.VARCHAR || type == ColumnType.BLOB;
    }

    @Override
    public Object toMysql(String text) {
        return HEX.parseHex(text, 2, text.length());
    }

    @Override
    public Object mysqlKey(String canonical) {
        return HEX.parseHex(canonical);
    }

    @Override
    public String postgresKey(String canonical) {
        return "\\x" + canonical;
    }

    @Override
    public String mysqlCanonical(String column) {
        return large ? "sha2(" + column + ",256)" : "hex(" + column + ")";
    }

    @Override
    public String postgresCanonical(String column) {
        return large ? "encode(sha256(" + column + "),'hex')" : "upper(encode(" + column + ",'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return !large;
    }
}
