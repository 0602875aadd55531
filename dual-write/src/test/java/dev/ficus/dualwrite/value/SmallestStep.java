package dev.ficus.dualwrite.value;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.dualwrite.table.Column;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Changes a value of PostgreSQL by the least that its type can tell, and writes it anew as an application would. */
final class SmallestStep {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private SmallestStep() {}

    /** The expression of the next value of {@code v}, NULL for NULL; empty where only {@link #text} knows it. */
    static String expression(Column column) {
        String type = column.value().postgresType();
        String unit = unit(type, column.type().fraction());
        if (!column.type().labels().isEmpty()) {
            return label(type, column.type().labels());
        }
        if (column.type().name().equals("year")) {
            return "CASE v WHEN 0 THEN 1901 WHEN 1901 THEN 0 ELSE v - 1 END";
        }
        return switch (type.replaceFirst("\\(.*", "")) {
            case "smallint", "integer", "bigint" -> "v # 1::" + type;
            case "boolean" -> "NOT v";
            case "numeric" -> "CASE WHEN v > 0 THEN v - " + unit + " ELSE v + " + unit + " END";
            case "bit" -> "v # 1::" + type;
            case "varchar", "text" ->
                "CASE v WHEN '' THEN ' ' ELSE left(v, -1) || chr(CASE ascii(right(v, 1)) WHEN 1 THEN 2"
                        + " ELSE ascii(right(v, 1)) # 1 END) END";
            case "date" -> "CASE WHEN v > '2000-01-01' THEN v - 1 ELSE v + 1 END";
            case "timestamp", "timestamptz" ->
                "CASE WHEN v > '2000-01-01' THEN v - '" + unit + " s'::interval ELSE v + '" + unit
                        + " s'::interval END";
            case "interval" ->
                "CASE WHEN v > '0' THEN v - '" + unit + " s'::interval ELSE v + '" + unit + " s'::interval END";
            case "bytea" ->
                "CASE v WHEN '' THEN '\\x00' ELSE set_byte(v, length(v) - 1, get_byte(v, length(v) - 1) # 1) END";
            case "uuid" ->
                "overlay(v::text placing CASE right(v::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36)::uuid";
            case "inet" -> "CASE WHEN host(v) IN ('0.0.0.0', '::') THEN v + 1 ELSE v - 1 END";
            default -> "";
        };
    }

    /** The next value of a text. */
    static String text(Column column, String text) {
        return switch (column.value().postgresType()) {
            case "real" -> step(text);
            case "double precision" -> {
                double number = Double.parseDouble(text);
                yield Double.toString(number > 0 ? Math.nextDown(number) : Math.nextUp(number));
            }
            case "real[]" -> {
                String[] numbers = text.substring(1, text.length() - 1).split(",");
                numbers[numbers.length - 1] = step(numbers[numbers.length - 1]);
                yield Arrays.stream(numbers).collect(Collectors.joining(",", "{", "}"));
            }
            case "jsonb" -> json(text);
            default -> throw new AssertionError("no smallest step of " + column.value());
        };
    }

    /** The same value, as an application may write it. */
    static UnaryOperator<String> rewritten(Column column) {
        return v -> "CASE WHEN " + v + " IS NOT NULL THEN " + form(column, v) + " END";
    }

    private static String form(Column column, String v) {
        return switch (column.value().postgresType().replaceFirst("\\(.*", "")) {
            case "smallint", "integer", "bigint", "date" -> v + " + 0::integer";
            case "boolean" -> "NOT NOT " + v;
            case "numeric" -> "trim_scale(" + v + ")";
            case "bit" -> "~ ~ " + v;
            case "varchar", "text" -> v + " || ''";
            case "timestamp", "timestamptz" -> v + " + '0 s'::interval";
            case "interval" -> "justify_hours(" + v + ")";
            case "bytea" -> v + " || ''::bytea";
            case "uuid" -> "upper(" + v + "::text)::uuid";
            case "inet" -> "set_masklen(" + v + ", masklen(" + v + "))";
            case "text[]" -> "ARRAY(SELECT e FROM unnest(" + v + " || " + v + ") e ORDER BY e DESC)";
            case "real", "double precision" -> v + " * 1";
            case "real[]" -> v + " || '{}'::real[]";
            case "jsonb" ->
                "CASE WHEN jsonb_typeof(" + v
                        + ") = 'object' THEN coalesce((SELECT jsonb_object_agg(key, value ORDER BY"
                        + " key DESC) FROM jsonb_each(" + v + ")), '{}') ELSE jsonb_build_object('x', " + v
                        + ") -> 'x' END";
            default -> throw new AssertionError("how is " + column.value() + " rewritten?");
        };
    }

    private static String label(String type, List<String> labels) {
        String array = labels.stream()
                .map(label -> "'" + label.replace("'", "''") + "'")
                .collect(Collectors.joining(",", "ARRAY[", "]::text[]"));
        String first = "(" + array + ")[1]";
        return type.equals("text[]")
                ? "CASE WHEN " + first + " = ANY (v) THEN array_remove(v, " + first + ") ELSE v || " + first + " END"
                : "(" + array + ")[array_position(" + array + ", v) % " + labels.size() + " + 1]";
    }

    /** 1 at the last digit that the type has. */
    private static String unit(String type, int fraction) {
        int comma = type.indexOf(',');
        int digits = comma > 0 ? Integer.parseInt(type.substring(comma + 1, type.length() - 1)) : fraction;
        return BigDecimal.ONE.movePointLeft(digits).toPlainString();
    }

    private static String step(String real) {
        float number = Float.parseFloat(real);
        return Float.toString(number > 0 ? Math.nextDown(number) : Math.nextUp(number));
    }

    private static String json(String text) {
        try {
            return MAPPER.writeValueAsString(next(MAPPER.readTree(text)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** With its last leaf changed. */
    private static JsonNode next(JsonNode node) {
        if (node instanceof ArrayNode array) {
            int last = array.size() - 1;
            return last < 0 ? array.addNull() : array.set(last, next(array.get(last)));
        }
        if (node instanceof ObjectNode object) {
            if (object.isEmpty()) {
                return object.putNull("");
            }
            String last = object.properties().stream()
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .getKey();
            return object.set(last, next(object.get(last)));
        }
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return JSON.numberNode(number.signum() > 0 ? number.subtract(number.ulp()) : number.add(number.ulp()));
        }
        if (node.isTextual()) {
            return JSON.textNode(node.textValue() + " ");
        }
        return node.isBoolean() ? JSON.booleanNode(!node.booleanValue()) : JSON.booleanNode(false);
    }
}
