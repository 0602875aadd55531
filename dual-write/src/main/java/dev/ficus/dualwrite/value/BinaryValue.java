package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code binary(n)}, {@code varbinary} and the {@code blob} family, which become {@code bytea}. The binlog drops the zero
 * bytes at the end of a {@code binary(n)}; they are put back. Bytes sort the same on both sides.
 *
 * Text becomes {@code bytea} by choice, with the bytes as MySQL stores them: in the column's character set, NUL and all.
 *
 * @param padded the length of {@code binary(n)}; 0 for the others
 * @param most the most bytes that MySQL's type takes; 0 where it has no limit of its own
 * @param large whether verification compares a SHA-256 instead of the bytes
 * @param text whether it is text on MySQL
 */
record BinaryValue(int padded, int most, boolean large, boolean text) implements Value {
    private static final HexFormat HEX = HexFormat.of();

    /** Bytes, or the UUID that sixteen of them can be. */
    static Value of(Choice choice) {
        MysqlType type = choice.type();
        boolean fixed = type.name().equals("binary");
        boolean sixteen = fixed && type.length() == 16;
        String target = choice.only().to(sixteen ? List.of("bytea", "uuid") : List.of("bytea"));
        if (target.equals("uuid")) {
            return UuidValue.ofBytes();
        }
        boolean blob = type.name().endsWith("blob");
        return new BinaryValue(
                fixed ? (int) type.length() : 0, type.name().equals("longblob") ? 0 : (int) type.length(), blob, false);
    }

    static BinaryValue ofText(Choice choice) {
        if (choice.words().nul().isPresent()) {
            throw new ChoiceRefused("bytea holds NUL bytes as they are", "choose nul or to: bytea, not both");
        }
        return new BinaryValue(0, 0, choice.type().name().endsWith("text"), true);
    }

    @Override
    public String postgresType() {
        return "bytea";
    }

    @Override
    public String postgresCheck(String column) {
        if (most == 0) {
            return "";
        }
        return "length(" + column + (padded > 0 ? ") = " : ") <= ") + most;
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return "\\x" + text;
    }

    /** The bytes of text in its own character set, which the server would convert otherwise. */
    @Override
    public String copySelect(String column) {
        return text ? "cast(" + column + " as binary)" : column;
    }

    @Override
    public CellReader copyReader() {
        return Hexadecimal::putBytea;
    }

    @Override
    public String fromBinlog(Serializable value) {
        byte[] bytes = (byte[]) value;
        return "\\x" + HEX.formatHex(bytes.length < padded ? Arrays.copyOf(bytes, padded) : bytes);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return ImageText.bytea(ImageCell.of(type, metadata).orElseThrow(), padded);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return text
                ? TextValue.isText(type)
                : type == ColumnType.STRING || type == ColumnType.VARCHAR || type == ColumnType.BLOB;
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
        return large ? "sha2(cast(" + column + " as binary),256)" : "hex(" + column + ")";
    }

    @Override
    public String postgresCanonical(String column) {
        return large ? "encode(sha256(" + column + "),'hex')" : "upper(encode(" + column + ",'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return !large && !text;
    }
}
