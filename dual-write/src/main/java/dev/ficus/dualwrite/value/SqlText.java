package dev.ficus.dualwrite.value;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts as literals of each server, in the sessions of Ficus. */
final class SqlText {
    private SqlText() {}

    /** MySQL reads backslashes as escapes. */
    static String mysql(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static String postgres(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String postgres(Collection<String> texts) {
        return texts.stream().map(SqlText::postgres).collect(Collectors.joining(", "));
    }
}
