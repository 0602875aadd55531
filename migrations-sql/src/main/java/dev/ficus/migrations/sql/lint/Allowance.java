package dev.ficus.migrations.sql.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A finding that its author has weighed: {@code ficus: allow PG003 REASON} in a comment.
 *
 * @param rule the id of the rule
 * @param reason empty where none is given, which is itself a finding
 */
public record Allowance(String rule, String reason) {
    private static final Pattern COMMENT =
            Pattern.compile("(?m)\\bficus:[ \\t]*allow[ \\t]+([A-Z]{2}\\d{3}(?:[ \\t]*,[ \\t]*[A-Z]{2}\\d{3})*)(.*)$");

    /** All that a comment, or several lines of it, allow. */
    public static List<Allowance> in(String comment) {
        List<Allowance> allowed = new ArrayList<>();
        Matcher matcher = COMMENT.matcher(comment);
        while (matcher.find()) {
            String reason = matcher.group(2).replace("*/", "").strip();
            for (String rule : matcher.group(1).split("\\s*,\\s*", -1)) {
                allowed.add(new Allowance(rule, reason));
            }
        }
        return allowed;
    }
}
