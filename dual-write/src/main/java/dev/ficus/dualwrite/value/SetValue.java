package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code set}, which becomes {@code text[]} with a CHECK over its labels. MySQL and its binlog give a bit for each label;
 * the order of the labels in the array carries no meaning, so verification compares them in the order of the declaration.
 */
record SetValue(List<String> labels) implements Value {
    SetValue {
        labels = List.copyOf(labels);
    }

    @Override
    public String postgresType() {
        return "text[]";
    }

    @Override
    public String postgresCheck(String column) {
        return column + " <@ " + array();
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
    public String fromBinlog(Serializable value) {
        return literal(new BigInteger(Long.toUnsignedString((Long) value)));
    }

    /** A number: each label of the array sets its bit. */
    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.SET;
    }

    @Override
    public Object toMysql(String text) {
        BigInteger bits = BigInteger.ZERO;
        for (String label : elements(text)) {
            int index = labels.indexOf(label);
            if (index < 0) {
                throw new UnconvertibleValue("the array has an element that the set has not");
            }
            bits = bits.setBit(index);
        }
        return bits;
    }

    /** The array of labels as MySQL writes them, with commas between. */
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
                + ") with ordinality as u(l, o) where l = any(" + column + ") order by o), ',') end";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    private String array() {
        return labels.stream()
                .map(label -> "'" + label.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    private String literal(BigInteger bits) {
        if (bits.bitLength() > labels.size()) {
            throw new UnconvertibleValue("the set has a bit that stands for no label");
        }
        return IntStream.range(0, labels.size())
                .filter(bits::testBit)
                .mapToObj(i -> '"' + labels.get(i).replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
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
}
