package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.HexFormat;

/**
 * {@code char}, {@code varchar} and the {@code text} family. {@code char(n)} becomes {@code varchar(n)}, because MySQL
 * strips its trailing blanks on read and PostgreSQL would pad them. Always decoded by the column's own charset, and
 * strictly: bytes that are no text there are refused.
 */
record TextValue(String postgresType, MysqlCharset charset) implements Value {

    /** The server would turn bytes that are no text into question marks, so those of other sets come as they are. */
    @Override
    public String mysqlSelect(String column) {
        return charset.isUtf8() ? column : "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return storable(charset.isUtf8() ? text : charset.decode(HexFormat.of().parseHex(text)));
    }

    @Override
    public String fromBinlog(Serializable value) {
        return storable(charset.decode((byte[]) value));
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.STRING
                || type == ColumnType.VARCHAR
                || type == ColumnType.VAR_STRING
                || type == ColumnType.BLOB;
    }

    @Override
    public Object toMysql(String text) {
        return text;
    }

    @Override
    public String mysqlCanonical(String column) {
        return "convert(" + column + " using utf8mb4)";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    /** PostgreSQL's text cannot hold U+0000 (manual, "Character Types"). */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new UnconvertibleValue("the text holds a NUL character, which PostgreSQL cannot store");
        }
        return text;
    }
}
