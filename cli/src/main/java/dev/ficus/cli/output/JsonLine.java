package dev.ficus.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** One line of the JSON log; {@code docs/schema/v1/log.json} says what may stand in it. */
public final class JsonLine {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode line = MAPPER.createObjectNode();

    /** How much it matters. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    private JsonLine(Instant time, Level level, String event) {
        line.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("level", level.name().toLowerCase(Locale.ROOT))
                .put("event", event);
    }

    public static JsonLine now(Clock clock, Level level, String event) {
        return new JsonLine(clock.instant(), level, event);
    }

    public JsonLine with(String key, String value) {
        line.put(key, value);
        return this;
    }

    public JsonLine with(String key, long value) {
        line.put(key, value);
        return this;
    }

    /** The line with its end, and no other line break in it. */
    public String text() {
        try {
            return MAPPER.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes is always writable", e);
        }
    }
}
