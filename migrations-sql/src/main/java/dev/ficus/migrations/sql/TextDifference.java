package dev.ficus.migrations.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where two texts of a change part, in words. */
record TextDifference(ShownSql shown) {
    private static final int LONGEST_LINE = 120;

    /** Stands in the text for an element of Liquibase, and tells a reader nothing. */
    private static final Pattern CHECKSUM = Pattern.compile("\\d+:[0-9a-f]{32}");

    /** The first line that differs, such as {@code line 3 was "a" and is "b"}; empty where a checksum is all there is. */
    Optional<String> first(String was, String is) {
        List<String> before = was.lines().toList();
        List<String> after = is.lines().toList();
        int line = 0;
        while (line < before.size() && line < after.size() && before.get(line).equals(after.get(line))) {
            line++;
        }
        if (line == before.size() && line == after.size()) {
            return Optional.of("the blank lines at its end are other ones");
        }
        return isChecksum(before, line) || isChecksum(after, line)
                ? Optional.empty()
                : Optional.of("line " + (line + 1) + difference(line(before, line), line(after, line)));
    }

    private static String difference(String was, String is) {
        return was.equals(is) ? " differs inside of a literal" : " was " + was + " and is " + is;
    }

    private String line(List<String> lines, int line) {
        return line < lines.size() ? "\"" + shown.line(lines.get(line), LONGEST_LINE) + "\"" : "not there";
    }

    private static boolean isChecksum(List<String> lines, int line) {
        return line < lines.size() && CHECKSUM.matcher(lines.get(line)).matches();
    }
}
