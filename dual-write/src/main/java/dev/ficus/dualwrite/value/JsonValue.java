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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MySQL's {@code json}, and by choice text that holds JSON, such as MariaDB's {@code json}. It becomes {@code jsonb}, or by
 * choice {@code json} or {@code text}, which keep what {@code jsonb} cannot hold: NUL characters. None of them keeps the layout
 * of the text, and the servers print numbers differently (1e15), so verification compares the documents: objects by key,
 * numbers by value.
 *
 * @param charset of the text; empty for MySQL's {@code json}
 * @param invalidText the hazard of that character set
 */
record JsonValue(String postgresType, Optional<MysqlCharset> charset, List<Hazard> invalidText) implements Value {
    /** An escaped NUL: the backslash before it is not itself escaped. */
    private static final String NUL = "(^|[^\\\\])(\\\\\\\\)*\\\\u0000";

    /** Documents are as large and as deep as the servers allow, not as a parser thinks fit for the open network. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static JsonValue of(Choice choice) {
        return new JsonValue(choice.only().to(List.of("jsonb", "json", "text")), Optional.empty(), List.of());
    }

    static JsonValue ofText(Choice choice, MysqlCharset charset) {
        return new JsonValue(
                choice.only().to(List.of("jsonb", "json")),
                Optional.of(charset),
                List.of(InvalidText.hazard(choice.type().charset().orElseThrow())));
    }

    /** A text that is none goes back to no JSON column. */
    @Override
    public String postgresCheck(String column) {
        return postgresType.equals("text") ? column + " IS NULL OR (" + column + "::json) IS NOT NULL" : "";
    }

    @Override
    public String mysqlSelect(String column) {
        return charset.isEmpty() || charset.get().isUtf8() ? column : "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        if (charset.isEmpty()) {
            return storable(text);
        }
        return document(
                charset.get().isUtf8()
                        ? text
                        : charset.get().decode(HexFormat.of().parseHex(text)));
    }

    @Override
    public CellReader copyReader() {
        return charset.isPresent() ? Value.super.copyReader() : this::read;
    }

    /** NUL is escaped in a document, so that one without its escape needs no closer look. */
    private boolean read(byte[] from, int start, int end, CellBuffer out) {
        if (!Utf8.isPlain(from, start, end)) {
            Utf8.check(from, start, end);
        }
        for (int i = start; i < end - 5; i++) {
            if (from[i] == '\\' && from[i + 1] == 'u' && from[i + 2] == '0') {
                out.put(storable(new String(from, start, end - start, StandardCharsets.UTF_8)));
                return true;
            }
        }
        out.put(from, start, end);
        return true;
    }

    @Override
    public String fromBinlog(Serializable value) {
        if (charset.isPresent()) {
            return document(charset.get().decode((byte[]) value));
        }
        try {
            return storable(BinlogJson.text((byte[]) value));
        } catch (IOException e) {
            throw new UnconvertibleValue("the bytes in the binlog are no JSON document: " + e.getMessage());
        }
    }

    private String document(String text) {
        JsonNode node = parse(text).orElseThrow(() -> new UnconvertibleValue("the text is no JSON document"));
        if (postgresType.equals("jsonb") && !StandardCharsets.UTF_8.newEncoder().canEncode(compared(node))) {
            throw new UnconvertibleValue("the document holds half of a surrogate pair");
        }
        return storable(text);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return ImageText.copied(ImageCell.of(type, metadata).orElseThrow(), this::fromBinlog);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return charset.isPresent() ? TextValue.isText(type) : type == ColumnType.JSON;
    }

    @Override
    public List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>(invalidText);
        if (charset.isPresent()) {
            hazards.add(Hazard.of(
                    "range",
                    "text is no JSON document",
                    column -> "json_valid(convert(" + column + " using utf8mb4))=0",
                    "to: text"));
        }
        if (postgresType.equals("jsonb")) {
            hazards.add(Hazard.of("nul", "document holds a NUL character", JsonValue::holdsNul, "to: json"));
        }
        return hazards;
    }

    /** The search for the letters comes first because it is the cheap one. */
    private static String holdsNul(String column) {
        String text = "convert(" + column + " using utf8mb4)";
        return "locate(" + SqlText.mysql("\\u0000") + "," + text + ")>0 and " + text + " regexp " + SqlText.mysql(NUL);
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
        return parse(canonical).map(JsonValue::compared).orElse("no document: " + canonical);
    }

    private static String compared(JsonNode document) {
        StringBuilder text = new StringBuilder();
        write(document, text);
        return text.toString();
    }

    @Override
    public boolean sameOrder() {
        return false;
    }

    /** {@code jsonb} cannot hold U+0000 (manual, "JSON Types"). */
    private String storable(String text) {
        if (!postgresType.equals("jsonb")) {
            return text;
        }
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

    /** Empty where the text is no document. */
    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
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
