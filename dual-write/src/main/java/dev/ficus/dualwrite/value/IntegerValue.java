package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole numbers. An unsigned integer becomes the next wider type of PostgreSQL, {@code bigint unsigned} becomes
 * {@code numeric(20)}; every other type for whole numbers can be chosen, also a narrower one, and {@code boolean} for 0 and
 * 1. Bits, years, sets and decimals without a scale become whole numbers by choice.
 *
 * @param source the numbers of MySQL's type
 * @param target the type in PostgreSQL
 */
record IntegerValue(WholeNumbers source, IntegerType target) implements Value {

    /** An integer, or the boolean that it can become. */
    static Value of(Choice choice) {
        WholeNumbers integers = new Integers(choice.type());
        List<String> possible = new ArrayList<>(List.of(IntegerType.of(integers).sql()));
        possible.addAll(IntegerType.NAMES);
        possible.add("boolean");
        String target = choice.only().to(possible.stream().distinct().toList());
        return target.equals("boolean")
                ? new BooleanValue(integers)
                : new IntegerValue(integers, IntegerType.named(target));
    }

    @Override
    public String postgresType() {
        return target.sql();
    }

    /** MySQL's range, where PostgreSQL's type has more. */
    @Override
    public String postgresCheck(String column) {
        String whole = target.wholeOnly() ? "" : " AND " + column + " = trunc(" + column + ")";
        boolean more = !target.wholeOnly()
                || target.least().compareTo(source.least()) < 0
                || target.greatest().compareTo(source.greatest()) > 0;
        return more ? source.check(column) + whole : "";
    }

    @Override
    public String mysqlSelect(String column) {
        return source.mysql(column);
    }

    @Override
    public String fromMysql(String text) {
        return target.holds(source) ? text : held(text);
    }

    @Override
    public String copySelect(String column) {
        return source.copied(column);
    }

    @Override
    public CellReader copyReader() {
        return target.holds(source) ? NumberText::unpadded : NumberText.fitting(target);
    }

    @Override
    public String fromBinlog(Serializable value) {
        return fromMysql(source.logged(value));
    }

    private String held(String text) {
        if (!target.holds(new BigInteger(text))) {
            throw new UnconvertibleValue("the number does not fit " + target.sql());
        }
        return text;
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        ImageReader digits = source.imageReader(type, metadata);
        if (target.holds(source)) {
            return digits;
        }
        return (image, at, out) -> {
            int mark = out.length();
            int next = digits.read(image, at, out);
            held(new String(out.bytes(), mark, out.length() - mark, StandardCharsets.US_ASCII));
            return next;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return source.isLoggedAs(type, metadata);
    }

    @Override
    public Object toMysql(String text) {
        try {
            return new BigDecimal(text).toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnconvertibleValue("the number is not whole");
        }
    }

    @Override
    public List<Hazard> hazards() {
        return target.holds(source)
                ? List.of()
                : List.of(Hazard.of(
                        "range",
                        "number does not fit " + target.sql(),
                        column -> outside(source.mysql(column)),
                        "to: " + IntegerType.of(source).sql()));
    }

    private String outside(String number) {
        return source.least().compareTo(target.least()) < 0
                ? number + " not between " + target.least() + " and " + target.greatest()
                : number + ">" + target.greatest();
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigInteger(canonical);
    }

    @Override
    public String mysqlCanonical(String column) {
        return source.mysql(column);
    }

    /** A number without a scale may show zeros behind its point. */
    @Override
    public String postgresCanonical(String column) {
        return target.wholeOnly()
                ? column + "::text"
                : "case when " + column + " = trunc(" + column + ") then trunc(" + column + ") else " + column
                        + " end::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    /**
     * The integers of MySQL. The binlog gives every one as signed, so an unsigned one is masked to its width.
     *
     * @param bits the width on MySQL: 8, 16, 24, 32 or 64
     */
    record Integers(int bits, boolean unsigned) implements WholeNumbers {

        Integers(MysqlType type) {
            this(width(type.name()), type.unsigned());
        }

        private static int width(String type) {
            return switch (type) {
                case "tinyint" -> 8;
                case "smallint" -> 16;
                case "mediumint" -> 24;
                case "int" -> 32;
                case "bigint" -> 64;
                default -> throw new IllegalArgumentException(type);
            };
        }

        @Override
        public String copied(String column) {
            return column;
        }

        @Override
        public BigInteger least() {
            return unsigned
                    ? BigInteger.ZERO
                    : BigInteger.ONE.shiftLeft(bits - 1).negate();
        }

        @Override
        public BigInteger greatest() {
            return BigInteger.ONE.shiftLeft(unsigned ? bits : bits - 1).subtract(BigInteger.ONE);
        }

        @Override
        public String logged(Serializable value) {
            long number = ((Number) value).longValue();
            if (!unsigned) {
                return Long.toString(number);
            }
            return bits == 64 ? Long.toUnsignedString(number) : Long.toString(number & ((1L << bits) - 1));
        }

        @Override
        public ImageReader imageReader(ColumnType type, int metadata) {
            return unsigned ? ImageNumbers.unsigned(bits / 8) : ImageNumbers.signed(bits / 8);
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
    }
}
