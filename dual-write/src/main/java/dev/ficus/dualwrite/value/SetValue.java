package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code set}, which becomes {@code text[]} with a CHECK over its labels, or by choice {@code text} with commas between
 * them, or a number with a bit for each. MySQL and its binlog give a bit for each label;
 * the order of the labels carries no meaning, so verification compares them in the order of the declaration.
 */
record SetValue(List<String> labels, boolean commas) implements Value {
    SetValue {
        labels = List.copyOf(labels);
    }

    /** A set, or the number that it can become. */
    static Value of(Choice choice) {
        List<String> labels = choice.type().labels();
        String target = choice.only().to(List.of("text[]", "text", "integer", "bigint", "numeric(20)", "numeric"));
        return target.startsWith("text")
                ? new SetValue(labels, target.equals("text"))
                : new IntegerValue(new Number(labels.size()), IntegerType.named(target));
    }

    @Override
    public String postgresType() {
        return commas ? "text" : "text[]";
    }

    @Override
    public String postgresCheck(String column) {
        return array(column) + " <@ " + array();
    }

    private String array(String column) {
        return commas ? "string_to_array(" + column + ", ',')" : column;
    }

    @Override
    public String mysqlSelect(String column) {
        return "cast(" + column + " as unsigned)";
    }

    @Override
    public String fromMysql(String text) {
        return literal(new BigInteger(text));
    }

    @Override
    public CellReader copyReader() {
        byte[][] texts = texts();
        return (from, start, end, out) -> {
            put(NumberText.number(from, start, end), texts, out);
            return true;
        };
    }

    private byte[][] texts() {
        return labels.stream()
                .map(label -> (commas ? label : quoted(label)).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    private void put(long bits, byte[][] texts, CellBuffer out) {
        if (texts.length < Long.SIZE && bits >>> texts.length != 0) {
            throw noLabel();
        }
        if (!commas) {
            out.put('{');
        }
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            if (rest != bits) {
                out.put(',');
            }
            out.put(texts[Long.numberOfTrailingZeros(rest)]);
        }
        if (!commas) {
            out.put('}');
        }
    }

    private static String quoted(String label) {
        return '"' + label.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static UnconvertibleValue noLabel() {
        return new UnconvertibleValue("the set has a bit that stands for no label");
    }

    @Override
    public String fromBinlog(Serializable value) {
        return literal(new BigInteger(Long.toUnsignedString((Long) value)));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        int size = metadata & 0xFF;
        byte[][] texts = texts();
        return (image, at, out) -> {
            put(ImageNumbers.littleEndian(image, at, size), texts, out);
            return at + size;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.SET;
    }

    /** A number: each label sets its bit. */
    @Override
    public Object toMysql(String text) {
        BigInteger bits = BigInteger.ZERO;
        for (String label : commas ? parts(text) : elements(text)) {
            int index = labels.indexOf(label);
            if (index < 0) {
                throw new UnconvertibleValue("the value has a label that the set has not");
            }
            bits = bits.setBit(index);
        }
        return bits;
    }

    private static List<String> parts(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /** From the labels as MySQL writes them, with commas between. */
    @Override
    public String postgresKey(String canonical) {
        BigInteger bits = BigInteger.ZERO;
        for (String label : canonical.split(",")) {
            bits = label.isEmpty() ? bits : bits.setBit(labels.indexOf(label));
        }
        return literal(bits);
    }

    @Override
    public String mysqlCanonical(String column) {
        return "convert(" + column + " using utf8mb4)";
    }

    @Override
    public String postgresCanonical(String column) {
        return "case when " + column + " is not null then array_to_string(array(select l from unnest(" + array()
                + ") with ordinality as u(l, o) where l = any(" + array(column) + ") order by o), ',') end";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    private String array() {
        return "ARRAY[" + SqlText.postgres(labels) + "]::text[]";
    }

    private String literal(BigInteger bits) {
        if (bits.bitLength() > labels.size()) {
            throw noLabel();
        }
        Stream<String> chosen =
                IntStream.range(0, labels.size()).filter(bits::testBit).mapToObj(labels::get);
        return commas
                ? chosen.collect(Collectors.joining(","))
                : chosen.map(SetValue::quoted).collect(Collectors.joining(",", "{", "}"));
    }

    /** The elements of a one-dimensional array in PostgreSQL's output form (manual, "Array Input and Output Syntax"). */
    private static List<String> elements(String text) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            any = true;
            if (c == '\\') {
                element.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                elements.add(element.toString());
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        if (any) {
            elements.add(element.toString());
        }
        return elements;
    }

    /** A set as a number: the first label is the lowest bit. */
    record Number(int size) implements WholeNumbers {

        @Override
        public BigInteger least() {
            return BigInteger.ZERO;
        }

        @Override
        public BigInteger greatest() {
            return BigInteger.ONE.shiftLeft(size).subtract(BigInteger.ONE);
        }

        @Override
        public String logged(Serializable value) {
            return Long.toUnsignedString((Long) value);
        }

        @Override
        public ImageReader imageReader(ColumnType type, int metadata) {
            return ImageNumbers.unsigned(metadata & 0xFF);
        }

        @Override
        public boolean isLoggedAs(ColumnType type, int metadata) {
            return type == ColumnType.SET;
        }

        @Override
        public String mysql(String column) {
            return "cast(" + column + " as unsigned)";
        }
    }
}
