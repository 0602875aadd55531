package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;

/** {@code year}: a whole number, {@code smallint} where nothing was chosen; 0 is MySQL's year 0000. */
record Years() implements WholeNumbers {
    /** What the binlog client adds to the byte of the log: 0000 arrives as 1900, which is no year of MySQL's. */
    private static final int OFFSET = 1900;

    static Value of(Choice choice) {
        return new IntegerValue(new Years(), IntegerType.named(choice.only().to(IntegerType.NAMES)));
    }

    @Override
    public String copied(String column) {
        return column;
    }

    @Override
    public BigInteger least() {
        return BigInteger.ZERO;
    }

    @Override
    public BigInteger greatest() {
        return BigInteger.valueOf(2155);
    }

    /** The years that MySQL takes as a number: it reads 1 to 99 as years of 2000 and 1900. */
    @Override
    public String check(String column) {
        return "(" + column + " = 0 OR " + column + " BETWEEN 1901 AND 2155)";
    }

    @Override
    public String logged(Serializable value) {
        int year = (Integer) value;
        return Integer.toString(year == OFFSET ? 0 : year);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return (image, at, out) -> {
            int stored = image[at] & 0xFF;
            out.putNumber(stored == 0 ? 0 : OFFSET + stored);
            return at + 1;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.YEAR;
    }
}
