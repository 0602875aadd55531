package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;

/** The values of a MySQL type that are whole numbers: the integers, and bits, years, sets and decimals without a scale. */
interface WholeNumbers {

    BigInteger least();

    BigInteger greatest();

    /** The condition of PostgreSQL that a number is one of these. */
    default String check(String column) {
        return column + " BETWEEN " + least() + " AND " + greatest();
    }

    /** The digits of a value as the binlog client delivers it. */
    String logged(Serializable value);

    /** {@link Value#imageReader}: the same digits. */
    ImageReader imageReader(ColumnType type, int metadata);

    /** {@link Value#isLoggedAs}. */
    boolean isLoggedAs(ColumnType type, int metadata);

    /** The expression that a copy reads, where it may have zeros before the digits. */
    default String copied(String column) {
        return mysql(column);
    }

    /** The expression of the number; {@code +0} drops the padding of ZEROFILL and makes bits and years digits. */
    default String mysql(String column) {
        return column + "+0";
    }
}
