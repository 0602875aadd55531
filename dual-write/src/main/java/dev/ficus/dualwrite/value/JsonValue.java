package dev.ficus.dualwrite.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * MySQL's {@code json}, which becomes {@code jsonb}. Both keep each key once and give up the layout, but they print
 * numbers differently (1e15), so verification compares the documents: objects by key, numbers by value.
 */
record JsonValue() implements Value {
    /** Documents are as large and as deep as the servers allow, not as a parser thinks fit for the open network. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Override
    public String postgresType() {
        return "jsonb";
    }

    @Override
    public String fromMysql(String text) {
        return storable(text);
    }

    @Override
    public String fromBinlog(Serializable value) {
        try {
            return storable(BinlogJson.text((byte[]) value));
        } catch (IOException e) {
            throw new UnconvertibleValue("the bytes in the binlog are no JSON document: " + e.getMessage());
        }
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.JSON;
    }

    @Override
    public Object toMysql(String text) {
        return text;
    }

    @Override
    public String mysqlCanonical(String column) {
        return "convert(" + column + " using utf8mb4)";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public String compared(String canonical) {
        StringBuilder text = new StringBuilder(canonical.length());
        write(parse(canonical), text);
        return text.toString();
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    /** {@code jsonb} cannot hold U+0000 (manual, "JSON Types"). */
    private static String storable(String text) {
        for (int i = text.indexOf("\\u0000"); i >= 0; i = text.indexOf("\\u0000", i + 1)) {
            if (backslashesBefore(text, i) % 2 == 0) {
                throw new UnconvertibleValue("the document holds a NUL character, which PostgreSQL cannot store");
            }
        }
        return text;
    }

    private static int backslashesBefore(String text, int end) {
        int start = end;
        while (start > 0 && text.charAt(start - 1) == '\\') {
            start--;
        }
        return end - start;
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a server printed what is no JSON document", e);
        }
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            writeObject(node, text);
        } else if (node.isArray()) {
            text.append('[');
            for (int i = 0; i < node.size(); i++) {
                write(node.get(i), text.append(i == 0 ? "" : ","));
            }
            text.append(']');
        } else if (node.isNumber()) {
            text.append(number(node.decimalValue()));
        } else {
            text.append(node);
        }
    }

    private static void writeObject(JsonNode node, StringBuilder text) {
        Map<String, JsonNode> members = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> member = i.next();
            members.put(member.getKey(), member.getValue());
        }
        text.append('{');
        members.forEach((name, value) -> {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
            text.append(MAPPER.getNodeFactory().textNode(name)).append(':');
            write(value, text);
        });
        text.append('}');
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
}
