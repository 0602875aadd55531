package dev.ficus.migrations.mongo.drift;

import java.util.Comparator;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * One text for documents that mean the same to the server. Whole numbers are equal whatever their type: an index over
 * {@code {a: 1.0}} is one over {@code {a: 1}}.
 */
final class CanonicalJson {
    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private CanonicalJson() {}

    /** The fields in their order, which counts in keys and expressions. */
    static String of(BsonDocument document) {
        return ((BsonDocument) canonical(document)).toJson(RELAXED);
    }

    /** The fields of the document itself by name, as options have no order. */
    static String ofOptions(BsonDocument options) {
        BsonDocument sorted = new BsonDocument();
        options.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(field -> sorted.append(field.getKey(), field.getValue()));
        return of(sorted);
    }

    private static BsonValue canonical(BsonValue value) {
        if (value.isDocument()) {
            BsonDocument copy = new BsonDocument();
            value.asDocument().forEach((name, field) -> copy.append(name, canonical(field)));
            return copy;
        }
        if (value.isArray()) {
            BsonArray copy = new BsonArray();
            value.asArray().forEach(element -> copy.add(canonical(element)));
            return copy;
        }
        boolean binary = value.isInt32() || value.isInt64() || value.isDouble();
        if (binary && value.asNumber().doubleValue() == value.asNumber().longValue()) {
            return new BsonInt64(value.asNumber().longValue());
        }
        return value;
    }
}
