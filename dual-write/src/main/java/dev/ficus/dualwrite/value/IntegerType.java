package dev.ficus.dualwrite.value;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** The types of PostgreSQL that hold whole numbers. */
enum IntegerType {
    SMALLINT("smallint", 16),
    INTEGER("integer", 32),
    BIGINT("bigint", 64),
    NUMERIC_20("numeric(20)", 66),
    NUMERIC("numeric", Integer.MAX_VALUE);

    static final List<String> NAMES =
            Arrays.stream(values()).map(type -> type.sql).toList();

    private final String sql;
    private final int bits;

    IntegerType(String sql, int bits) {
        this.sql = sql;
        this.bits = bits;
    }

    static IntegerType named(String sql) {
        return values()[NAMES.indexOf(sql)];
    }

    /** The narrowest that holds all of these. */
    static IntegerType of(WholeNumbers numbers) {
        return Arrays.stream(values())
                .filter(type -> type.holds(numbers))
                .findFirst()
                .orElse(NUMERIC);
    }

    /** Its name in SQL. */
    String sql() {
        return sql;
    }

    boolean holds(WholeNumbers numbers) {
        return holds(numbers.least()) && holds(numbers.greatest());
    }

    boolean holds(BigInteger number) {
        return number.bitLength() < bits;
    }

    /** Whether only whole numbers go in. */
    boolean wholeOnly() {
        return this != NUMERIC;
    }

    BigInteger least() {
        return BigInteger.ONE.shiftLeft(bits - 1).negate();
    }

    BigInteger greatest() {
        return BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
    }
}
