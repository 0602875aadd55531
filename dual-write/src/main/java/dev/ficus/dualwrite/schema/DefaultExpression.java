package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression behind DEFAULT. Such defaults are calls that a CHECK or a generated column must not hold, because they
 * give another value each time.
 *
 * @param text without parentheses around it
 */
record DefaultExpression(String text) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern TEXT =
            Pattern.compile("(?:_[a-z0-9]+ ?)?'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOW =
            Pattern.compile("(?:current_timestamp|now|localtimestamp|localtime|sysdate)(?:\\([0-6]?\\))?");
    private static final Pattern MOVED = Pattern.compile(
            "(.+?) ([-+]) interval (-?[0-9]+|'-?[0-9]+') (second|minute|hour|day|week|month|quarter|year)");

    static DefaultExpression of(String shown) {
        String text = shown.trim();
        while (text.startsWith("(") && text.endsWith(")") && isAround(text)) {
            text = text.substring(1, text.length() - 1).trim();
        }
        return new DefaultExpression(text);
    }

    /** Its value where it is a literal. */
    Optional<String> literal() {
        Matcher quoted = TEXT.matcher(text);
        if (quoted.matches()) {
            return Optional.of(quoted.group(1).replaceAll("(?s)\\\\(.)", "$1").replace("''", "'"));
        }
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(text);
        }
        return switch (lower()) {
            case "json_object()" -> Optional.of("{}");
            case "json_array()" -> Optional.of("[]");
            default -> Optional.empty();
        };
    }

    boolean isUuid() {
        return lower().equals("uuid()");
    }

    /** The same for this column of PostgreSQL; empty where there is none. */
    Optional<String> sql(Column column) {
        String type = column.value().postgresType();
        Matcher moved = MOVED.matcher(lower());
        if (moved.matches()) {
            return of(moved.group(1))
                    .sql(column)
                    .map(time -> time + " " + moved.group(2) + " interval '"
                            + interval(moved.group(3).replace("'", ""), moved.group(4)) + "'");
        }
        if (NOW.matcher(lower()).matches()) {
            return type.equals("date") ? Optional.of("CURRENT_DATE") : DefaultClause.now(column);
        }
        return switch (lower()) {
            case "curdate()", "current_date()", "current_date" ->
                type.equals("date") || type.startsWith("timestamp") ? Optional.of("CURRENT_DATE") : Optional.empty();
            case "curtime()", "current_time()", "current_time" ->
                type.startsWith("interval")
                        ? Optional.of("LOCALTIME(" + column.type().fraction() + ")::interval")
                        : Optional.empty();
            case "uuid()" -> uuid(type);
            case "rand()" ->
                type.equals("double precision") || type.equals("real") ? Optional.of("random()") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> uuid(String type) {
        if (type.equals("uuid")) {
            return Optional.of("gen_random_uuid()");
        }
        return type.equals("text") || type.startsWith("varchar")
                ? Optional.of("gen_random_uuid()::text")
                : Optional.empty();
    }

    private static String interval(String number, String unit) {
        return unit.equals("quarter") ? 3 * Long.parseLong(number) + " month" : number + " " + unit;
    }

    private String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Whether the first parenthesis is closed by the last. */
    private static boolean isAround(String text) {
        int depth = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        return true;
    }
}
