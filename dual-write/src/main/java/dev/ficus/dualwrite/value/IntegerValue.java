package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * All integers of MySQL. An unsigned type becomes the next wider type of PostgreSQL, {@code bigint unsigned} becomes
 * {@code numeric(20)}. The binlog gives every integer as signed, so an unsigned one is masked to its width.
 *
 * @param bits the width on MySQL: 8, 16, 24, 32 or 64
 * @param unsigned whether the MySQL type is unsigned
 */
record IntegerValue(int bits, boolean unsigned) implements Value {

    static IntegerValue of(MysqlType type) {
        int bits = switch (type.name()) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int" -> 32;
            case "bigint" -> 64;
            default -> throw new IllegalArgumentException(type.name());
        };
        return new IntegerValue(bits, type.unsigned());
    }

    @Override
    public String postgresType() {
        int needed = unsigned ? bits + 1 : bits;
        if (needed <= 16) {
            return "smallint";
        }
        if (needed <= 32) {
            return "integer";
        }
        return needed <= 64 ? "bigint" : "numeric(20)";
    }

    /** {@code +0} drops the padding of ZEROFILL. */
    @Override
    public String mysqlSelect(String column) {
        return column + "+0";
    }

    @Override
    public String fromMysql(String text) {
        return text;
    }

    @Override
    public String fromBinlog(Serializable value) {
        long number = ((Number) value).longValue();
        if (!unsigned) {
            return Long.toString(number);
        }
        return bits == 64 ? Long.toUnsignedString(number) : Long.toString(number & ((1L << bits) - 1));
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return switch (bits) {
            case 8 -> type == ColumnType.TINY;
            case 16 -> type == ColumnType.SHORT;
            case 24 -> type == ColumnType.INT24;
            case 32 -> type == ColumnType.LONG;
            default -> type == ColumnType.LONGLONG;
        };
    }

    @Override
    public Object toMysql(String text) {
        return new BigInteger(text);
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigInteger(canonical);
    }

    @Override
    public String mysqlCanonical(String column) {
        return column + "+0";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }
}
