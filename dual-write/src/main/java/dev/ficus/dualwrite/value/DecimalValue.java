package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigDecimal;

/** {@code decimal(p,s)}, exact on both sides. The scale is part of the type, so both print the same digits. */
record DecimalValue(int precision, int scale) implements Value {

    @Override
    public String postgresType() {
        return "numeric(" + precision + "," + scale + ")";
    }

    /** {@code +0} drops the padding of ZEROFILL and keeps the scale. */
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
        return ((BigDecimal) value).toPlainString();
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.NEWDECIMAL && metadata == (scale << 8 | precision);
    }

    @Override
    public Object toMysql(String text) {
        return new BigDecimal(text);
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigDecimal(canonical);
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
