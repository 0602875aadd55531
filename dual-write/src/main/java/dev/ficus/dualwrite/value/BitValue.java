package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * {@code bit(n)}. {@code bit(1)} becomes {@code boolean}, longer ones {@code bit(n)}: digits from the highest bit down on
 * both sides. By choice also {@code bytea}, with the highest byte first, or a number.
 *
 * @param length 1 to 64
 * @param bytes whether it becomes {@code bytea}
 */
record BitValue(int length, boolean bytes) implements Value {

    /** Bits, or what else they can become. */
    static Value of(Choice choice) {
        int length = (int) choice.type().length();
        List<String> possible = new ArrayList<>();
        if (length == 1) {
            possible.add("boolean");
        }
        possible.addAll(List.of("bit(" + length + ")", "bytea"));
        possible.addAll(IntegerType.NAMES);
        String target =
                choice.only().to().filter("bit"::equals).isPresent() ? "bit(" + length + ")" : choice.to(possible);
        return switch (target) {
            case "boolean" -> new BooleanValue(new Number(length));
            case "bytea" -> new BitValue(length, true);
            default ->
                target.startsWith("bit")
                        ? new BitValue(length, false)
                        : new IntegerValue(new Number(length), IntegerType.named(target));
        };
    }

    @Override
    public String postgresType() {
        return bytes ? "bytea" : "bit(" + length + ")";
    }

    /** Bytes for these bits, and no bit above them. */
    @Override
    public String postgresCheck(String column) {
        if (!bytes) {
            return "";
        }
        String size = "length(" + column + ") = " + (length + 7) / 8;
        return length % 8 == 0 ? size : size + " AND get_byte(" + column + ", 0) < " + (1 << length % 8);
    }

    /** Bits travel as raw bytes; this makes them digits. */
    @Override
    public String mysqlSelect(String column) {
        return bytes
                ? "lpad(hex(" + column + "+0)," + (length + 7) / 8 * 2 + ",'0')"
                : "lpad(bin(" + column + "+0)," + length + ",'0')";
    }

    @Override
    public String fromMysql(String text) {
        return bytes ? "\\x" + text : text;
    }

    @Override
    public String copySelect(String column) {
        return column;
    }

    @Override
    public CellReader copyReader() {
        return bytes ? Hexadecimal::putBytea : this::digits;
    }

    private boolean digits(byte[] from, int start, int end, CellBuffer out) {
        for (int bit = length - 1; bit >= 0; bit--) {
            out.put('0' + (from[end - 1 - bit / Byte.SIZE] >> bit % Byte.SIZE & 1));
        }
        return true;
    }

    @Override
    public String fromBinlog(Serializable value) {
        BigInteger number = number(value);
        String digits = number.toString(bytes ? 16 : 2);
        int width = bytes ? (length + 7) / 8 * 2 : length;
        return fromMysql("0".repeat(width - digits.length()) + digits);
    }

    private static BigInteger number(Serializable value) {
        long[] words = ((BitSet) value).toLongArray();
        return words.length == 0 ? BigInteger.ZERO : new BigInteger(Long.toUnsignedString(words[0]));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        int size = (length + 7) / 8;
        return (image, at, out) -> {
            long bits = Number.bits(image, at, length);
            if (bytes) {
                Hexadecimal.putMark(out);
                Hexadecimal.put(image, at, at + size, out);
            } else {
                for (int bit = length - 1; bit >= 0; bit--) {
                    out.put('0' + (int) (bits >>> bit & 1));
                }
            }
            return at + size;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return new Number(length).isLoggedAs(type, metadata);
    }

    @Override
    public Object toMysql(String text) {
        BigInteger number = bytes ? new BigInteger("0" + text.substring(2), 16) : new BigInteger(text, 2);
        if (number.bitLength() > length) {
            throw new UnconvertibleValue("the bytes have more than " + length + " bits");
        }
        return number;
    }

    @Override
    public Object mysqlKey(String canonical) {
        return new BigInteger(canonical, bytes ? 16 : 2);
    }

    @Override
    public String postgresKey(String canonical) {
        return bytes ? "\\x" + canonical : canonical;
    }

    @Override
    public String mysqlCanonical(String column) {
        return mysqlSelect(column);
    }

    @Override
    public String postgresCanonical(String column) {
        return bytes ? "upper(encode(" + column + ",'hex'))" : column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    /** Bits as a number. */
    record Number(int length) implements WholeNumbers {

        @Override
        public BigInteger least() {
            return BigInteger.ZERO;
        }

        @Override
        public BigInteger greatest() {
            return BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE);
        }

        @Override
        public String logged(Serializable value) {
            return number(value).toString();
        }

        @Override
        public ImageReader imageReader(ColumnType type, int metadata) {
            int size = (length + 7) / 8;
            return (image, at, out) -> {
                ImageNumbers.putUnsigned(bits(image, at, length), out);
                return at + size;
            };
        }

        /** The highest byte comes first. */
        private static long bits(byte[] image, int at, int length) {
            long bits = ImageNumbers.bigEndian(image, at, (length + 7) / 8);
            if (length < Long.SIZE && bits >>> length != 0) {
                throw new UnconvertibleValue("the bytes in the binlog have more than " + length + " bits");
            }
            return bits;
        }

        @Override
        public boolean isLoggedAs(ColumnType type, int metadata) {
            return type == ColumnType.BIT && metadata == (length / 8 << 8 | length % 8);
        }
    }
}
