package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;

/** {@code year}, which becomes {@code smallint}; 0 is MySQL's year 0000. */
record YearValue() implements Value {
    /** What the binlog client adds to the byte of the log: 0000 arrives as 1900, which is no year of MySQL's. */
    private static final int OFFSET = 1900;

    @Override
    public String postgresType() {
        return "smallint";
    }

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
        int year = (Integer) value;
        return Integer.toString(year == OFFSET ? 0 : year);
    }

    /** As a number: MySQL reads the text '0' as the year 2000. */
    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.YEAR;
    }

    @Override
    public Object toMysql(String text) {
        return Integer.valueOf(text);
    }

    @Override
    public Object mysqlKey(String canonical) {
        return Integer.valueOf(canonical);
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
