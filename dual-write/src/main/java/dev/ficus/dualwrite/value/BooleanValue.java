package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.BitSet;

/**
 * {@code bit(1)}, which becomes {@code boolean}. {@code tinyint(1)} is not here: it holds 2 and -1 in real life and
 * stays an integer.
 */
record BooleanValue() implements Value {

    @Override
    public String postgresType() {
        return "boolean";
    }

    /** A bit travels as a raw byte; {@code +0} makes it a digit. */
    @Override
    public String mysqlSelect(String column) {
        return column + "+0";
    }

    @Override
    public String fromMysql(String text) {
        return text.equals("0") ? "f" : "t";
    }

    @Override
    public String fromBinlog(Serializable value) {
        return ((BitSet) value).get(0) ? "t" : "f";
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.BIT;
    }

    @Override
    public Object toMysql(String text) {
        return text.equals("t") ? 1 : 0;
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
        return column + "::int::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }
}
