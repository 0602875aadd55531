package dev.ficus.dualwrite.backfill;

import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * What {@code Value.toMysql} gives, as literals of MySQL: a query of the row protocol has no parameters. Texts are read
 * back in a session of ours, which speaks utf8mb4 and takes the backslash for an escape.
 */
final class MysqlLiteral {
    private MysqlLiteral() {}

    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof Number
                ? value.toString()
                : "'" + value.toString().replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
