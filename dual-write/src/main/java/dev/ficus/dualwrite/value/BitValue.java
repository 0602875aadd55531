package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.BitSet;

/**
 * {@code bit(n)} with n above 1, which becomes {@code bit(n)}: digits from the highest bit down on both sides.
 *
 * @param length 2 to 64
 */
record BitValue(int length) implements Value {

    @Override
    public String postgresType() {
        return "bit(" + length + ")";
    }

    /** Bits travel as raw bytes; this makes them digits. */
    @Override
    public String mysqlSelect(String column) {
        return "lpad(bin(" + column + "+0)," + length + ",'0')";
    }

    @Override
    public String fromMysql(String text) {
        return text;
    }

    @Override
    public String fromBinlog(Serializable value) {
        BitSet bits = (BitSet) value;
        StringBuilder digits = new StringBuilder(length);
        for (int i = length - 1; i >= 0; i--) {
            digits.append(bits.get(i) ? '1' : '0');
        }
        return digits.toString();
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.BIT;
    }

    @Override
    public Object toMysql(String text) {
        return new BigInteger(text, 2);
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigInteger(canonical, 2);
    }

    @Override
    public String mysqlCanonical(String column) {
        return mysqlSelect(column);
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
