package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * MariaDB's {@code uuid}, which becomes {@code uuid}; both print it alike. The binlog has its bytes in the order of the
 * text, without the zero bytes at the end. MariaDB orders some versions of them otherwise than by their bytes.
 */
record MariaUuidValue() implements Value {
    private static final int BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    static Value of(Choice choice) {
        choice.only().to(List.of("uuid"));
        return new MariaUuidValue();
    }

    @Override
    public String postgresType() {
        return "uuid";
    }

    /** MariaDB has no uuid of version 8 or above in the variant of NCS. What it cannot take back is refused where it is written. */
    @Override
    public String postgresCheck(String column) {
        return "NOT (substr(" + column + "::text, 15, 1) >= '8' AND substr(" + column + "::text, 20, 1) < '8')";
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
        String hex = HEX.formatHex(Arrays.copyOf((byte[]) value, BYTES));
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return UuidValue.ofSixteenBytes(ImageCell.of(type, metadata).orElseThrow());
    }

    /** As {@code binary(16)}. */
    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.STRING && (metadata & 0xFF) == BYTES;
    }

    @Override
    public Object toMysql(String text) {
        if (text.charAt(14) >= '8' && text.charAt(19) < '8') {
            throw new UnconvertibleValue("MariaDB refuses a uuid of version 8 or above in the variant of NCS");
        }
        return text;
    }

    @Override
    public String mysqlCanonical(String column) {
        return "cast(" + column + " as char)";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }
}
