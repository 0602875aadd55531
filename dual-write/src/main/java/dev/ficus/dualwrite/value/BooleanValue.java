package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;

/**
 * 0 and 1 as {@code boolean}: {@code bit(1)}, and integers by choice. {@code tinyint(1)} stays an integer where nothing
 * was chosen: it holds 2 and -1 in real life.
 *
 * @param source the numbers of MySQL's type
 */
record BooleanValue(WholeNumbers source) implements Value {

    @Override
    public String postgresType() {
        return "boolean";
    }

    @Override
    public String mysqlSelect(String column) {
        return source.mysql(column);
    }

    @Override
    public String fromMysql(String text) {
        return switch (text) {
            case "0" -> "f";
            case "1" -> "t";
            default -> throw neither();
        };
    }

    @Override
    public String copySelect(String column) {
        return source.copied(column);
    }

    @Override
    public CellReader copyReader() {
        return (from, start, end, out) -> {
            for (int i = start; i < end - 1; i++) {
                if (from[i] != '0') {
                    throw neither();
                }
            }
            byte digit = from[end - 1];
            if (digit != '0' && digit != '1') {
                throw neither();
            }
            out.put(digit == '0' ? 'f' : 't');
            return true;
        };
    }

    private static UnconvertibleValue neither() {
        return new UnconvertibleValue("the number is neither 0 nor 1");
    }

    @Override
    public String fromBinlog(Serializable value) {
        return fromMysql(source.logged(value));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        ImageReader digits = source.imageReader(type, metadata);
        return (image, at, out) -> {
            int mark = out.length();
            int next = digits.read(image, at, out);
            int digit = out.length() == mark + 1 ? out.bytes()[mark] : -1;
            if (digit != '0' && digit != '1') {
                throw neither();
            }
            out.truncate(mark);
            out.put(digit == '0' ? 'f' : 't');
            return next;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return source.isLoggedAs(type, metadata);
    }

    @Override
    public Object toMysql(String text) {
        return text.equals("t") ? 1 : 0;
    }

    @Override
    public List<Hazard> hazards() {
        boolean more = source.least().signum() < 0 || source.greatest().compareTo(BigInteger.ONE) > 0;
        return more
                ? List.of(Hazard.of(
                        "range",
                        "number is neither 0 nor 1",
                        column -> source.mysql(column) + " not in (0,1)",
                        "to: " + IntegerType.of(source).sql()))
                : List.of();
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigInteger(canonical);
    }

    @Override
    public String mysqlCanonical(String column) {
        return source.mysql(column);
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
