package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code decimal(p,s)}, exact on both sides. The scale is part of the type, so both print the same digits. By choice it
 * becomes a {@code numeric} without a scale, and where it has none itself any type for whole numbers.
 *
 * @param free whether PostgreSQL's type has neither precision nor scale
 */
record DecimalValue(int precision, int scale, boolean unsigned, boolean free) implements Value {

    /** A decimal, or the whole number that it can become. */
    static Value of(Choice choice) {
        MysqlType type = choice.type();
        String exact = "numeric(" + type.precision() + "," + type.scale() + ")";
        List<String> possible = new ArrayList<>(List.of(exact, "numeric"));
        if (type.scale() == 0) {
            possible.addAll(List.of("smallint", "integer", "bigint", "numeric(20)"));
        }
        String target = choice.only().to(possible);
        return target.equals(exact) || target.equals("numeric")
                ? new DecimalValue(type.precision(), type.scale(), type.unsigned(), !target.equals(exact))
                : new IntegerValue(new Whole(type.precision(), type.unsigned()), IntegerType.named(target));
    }

    @Override
    public String postgresType() {
        return free ? "numeric" : "numeric(" + precision + "," + scale + ")";
    }

    /** MySQL has no NaN, which PostgreSQL holds greater than every number. */
    @Override
    public String postgresCheck(String column) {
        if (!free) {
            return column + " <> 'NaN'" + (unsigned ? " AND " + column + " >= 0" : "");
        }
        String greatest = BigDecimal.ONE
                .scaleByPowerOfTen(precision - scale)
                .subtract(BigDecimal.ONE.scaleByPowerOfTen(-scale))
                .toPlainString();
        return column + " BETWEEN " + (unsigned ? "0" : "-" + greatest) + " AND " + greatest + " AND " + column
                + " = round(" + column + ", " + scale + ")";
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
    public String copySelect(String column) {
        return column;
    }

    @Override
    public CellReader copyReader() {
        return NumberText::unpadded;
    }

    @Override
    public String fromBinlog(Serializable value) {
        return ((BigDecimal) value).toPlainString();
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return new ImageDecimal(precision, scale);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return isLoggedAs(type, metadata, precision, scale);
    }

    private static boolean isLoggedAs(ColumnType type, int metadata, int precision, int scale) {
        return type == ColumnType.NEWDECIMAL && metadata == (scale << 8 | precision);
    }

    @Override
    public Object toMysql(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new UnconvertibleValue("MySQL has neither NaN nor infinity");
        }
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigDecimal(canonical);
    }

    /** As text: Connector/J prints a small number with an exponent. */
    @Override
    public String mysqlCanonical(String column) {
        return "cast(" + column + "+0 as char)";
    }

    /** With the zeros that the scale adds; more digits than those are a difference. */
    @Override
    public String postgresCanonical(String column) {
        String rounded = "round(" + column + ", " + scale + ")";
        return free
                ? "case when " + column + " = " + rounded + " then " + rounded + " else " + column + " end::text"
                : column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    /** A decimal without a scale. */
    record Whole(int precision, boolean unsigned) implements WholeNumbers {

        @Override
        public String copied(String column) {
            return column;
        }

        @Override
        public BigInteger least() {
            return unsigned ? BigInteger.ZERO : greatest().negate();
        }

        @Override
        public BigInteger greatest() {
            return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        }

        @Override
        public String logged(Serializable value) {
            return ((BigDecimal) value).toPlainString();
        }

        @Override
        public ImageReader imageReader(ColumnType type, int metadata) {
            return new ImageDecimal(precision, 0);
        }

        @Override
        public boolean isLoggedAs(ColumnType type, int metadata) {
            return DecimalValue.isLoggedAs(type, metadata, precision, 0);
        }
    }
}
