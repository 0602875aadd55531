package dev.ficus.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.core.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON document that a command writes to stdout, on success and on failure. Its first key names its kind and the
 * version of its form; the forms of {@code ficus migrate} are published in {@code docs/schema/v1}.
 */
public final class JsonDocument {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonDocument() {}

    /**
     * The document of a result, of a failure, or of both.
     *
     * @param problems the first becomes {@code error}; where there are several, all stand in {@code problems}
     */
    public static String of(@Nullable Result result, List<Problem> problems) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("document", "ficus/" + (result == null ? "error" : result.document()) + "/v1");
        if (!problems.isEmpty()) {
            document.set("error", node(problems.get(0)));
        }
        if (problems.size() > 1) {
            ArrayNode all = document.putArray("problems");
            problems.forEach(problem -> all.add(node(problem)));
        }
        if (result != null) {
            document.setAll(MAPPER.<ObjectNode>valueToTree(result));
        }
        try {
            return MAPPER.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes is always writable", e);
        }
    }

    private static ObjectNode node(Problem problem) {
        return MAPPER.createObjectNode()
                .put("code", problem.code().name())
                .put("what", problem.what())
                .put("where", problem.where())
                .put("fix", problem.fix());
    }
}
