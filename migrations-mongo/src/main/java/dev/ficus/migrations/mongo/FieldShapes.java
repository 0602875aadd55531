package dev.ficus.migrations.mongo;

import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonValue;

/** What the fields of operations have to hold. A field means the same in every operation. */
final class FieldShapes {
    private static final Set<String> TEXT = Set.of("name", "from", "to", "collection");
    private static final Map<String, Set<String>> WORDS =
            Map.of("level", Set.of("off", "strict", "moderate"), "action", Set.of("error", "warn", "errorAndLog"));
    private static final int MOST_IN_A_BATCH = 100_000;

    private FieldShapes() {}

    static boolean fits(String name, BsonValue value) {
        if (TEXT.contains(name)) {
            return value.isString() && !value.asString().getValue().isEmpty();
        }
        if (WORDS.containsKey(name)) {
            return value.isString()
                    && WORDS.getOrDefault(name, Set.of())
                            .contains(value.asString().getValue());
        }
        return switch (name) {
            case "documents" -> isDocuments(value);
            case "pipeline" -> isDocuments(value) && writes(value.asArray());
            case "update" -> value.isDocument() || value.isArray();
            case "keys" -> value.isDocument() && !value.asDocument().isEmpty();
            case "batch" -> isBatch(value);
            default -> value.isDocument();
        };
    }

    static String expected(String name) {
        if (TEXT.contains(name)) {
            return "text";
        }
        if (WORDS.containsKey(name)) {
            return "one of "
                    + String.join(
                            ", ",
                            WORDS.getOrDefault(name, Set.of()).stream().sorted().toList());
        }
        return switch (name) {
            case "documents" -> "a list of documents";
            case "pipeline" -> "a list of stages whose last is $merge or $out";
            case "batch" -> "a whole number from 1 to " + MOST_IN_A_BATCH;
            default -> "a document";
        };
    }

    private static boolean isDocuments(BsonValue value) {
        return value.isArray()
                && !value.asArray().isEmpty()
                && value.asArray().stream().allMatch(BsonValue::isDocument);
    }

    /** A pipeline that writes nothing changes nothing. */
    private static boolean writes(BsonArray pipeline) {
        Set<String> last = pipeline.get(pipeline.size() - 1).asDocument().keySet();
        return last.contains("$merge") || last.contains("$out");
    }

    private static boolean isBatch(BsonValue value) {
        return value.isInt32()
                && value.asInt32().getValue() >= 1
                && value.asInt32().getValue() <= MOST_IN_A_BATCH;
    }
}
