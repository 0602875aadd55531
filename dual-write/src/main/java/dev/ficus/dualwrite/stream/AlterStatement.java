package dev.ficus.dualwrite.stream;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a stream can go on behind a statement that changes a tracked table, once the tables agree again: only where the
 * statement takes no row away and brings none, because such rows are not in the log.
 */
final class AlterStatement {
    /** What stands behind ADD, DROP, RENAME or ALTER where it is about no column. */
    private static final Set<String> NO_COLUMNS = Set.of(
            "INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK", "PARTITION");

    private AlterStatement() {}

    /** True for an ALTER TABLE of columns, keys and options; false for all that removes, swaps or renames tables. */
    static boolean keepsRows(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        int at = behindSetStatement(tokens);
        if (at >= tokens.size() || !tokens.get(at).is("ALTER")) {
            return false;
        }
        for (; at < tokens.size(); at++) {
            if (takesRows(tokens, at)) {
                return false;
            }
        }
        return true;
    }

    /** False for an ALTER TABLE of nothing but keys, constraints, partitions and options; true for all else. */
    static boolean mayChangeColumns(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        int at = behindSetStatement(tokens);
        while (at < tokens.size() && !tokens.get(at).is("TABLE")) {
            at++;
        }
        if (!is(tokens, behindSetStatement(tokens), "ALTER") || at + 1 >= tokens.size()) {
            return true;
        }
        at += is(tokens, at + 1, "IF") ? 4 : 2;
        if (at < tokens.size() && tokens.get(at).isSymbol('.')) {
            at += 2;
        }
        int depth = 0;
        boolean first = true;
        for (; at < tokens.size(); at++) {
            SqlToken token = tokens.get(at);
            if (first && !sparesColumns(tokens, at)) {
                return true;
            }
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            first = depth == 0 && token.isSymbol(',');
        }
        return false;
    }

    private static boolean sparesColumns(List<SqlToken> tokens, int at) {
        String next = at + 1 < tokens.size() ? tokens.get(at + 1).text().toUpperCase(Locale.ROOT) : "";
        return switch (tokens.get(at).text().toUpperCase(Locale.ROOT)) {
            case "ADD", "DROP", "RENAME", "ALTER" -> NO_COLUMNS.contains(next);
            case "ALGORITHM", "LOCK", "COMMENT", "AUTO_INCREMENT", "ENABLE", "DISABLE" -> true;
            default -> false;
        };
    }

    /** True for a TRUNCATE of a whole table. */
    static boolean emptiesTable(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        return is(tokens, behindSetStatement(tokens), "TRUNCATE");
    }

    /** IGNORE drops rows that are equal under a new key; a partition goes, or is swapped, with its rows. */
    private static boolean takesRows(List<SqlToken> tokens, int at) {
        return is(tokens, at, "IGNORE")
                || is(tokens, at, "TRUNCATE")
                || is(tokens, at, "DISCARD")
                || is(tokens, at, "IMPORT")
                || is(tokens, at, "EXCHANGE")
                || is(tokens, at, "ENGINE")
                || is(tokens, at, "DROP") && is(tokens, at + 1, "PARTITION")
                || is(tokens, at, "CONVERT") && (is(tokens, at + 1, "PARTITION") || is(tokens, at + 1, "TABLE"))
                || is(tokens, at, "RENAME")
                        && !is(tokens, at + 1, "COLUMN")
                        && !is(tokens, at + 1, "INDEX")
                        && !is(tokens, at + 1, "KEY");
    }

    private static int behindSetStatement(List<SqlToken> tokens) {
        if (!is(tokens, 0, "SET") || !is(tokens, 1, "STATEMENT")) {
            return 0;
        }
        int at = 2;
        while (at < tokens.size() && !is(tokens, at, "FOR")) {
            at++;
        }
        return at + 1;
    }

    private static boolean is(List<SqlToken> tokens, int at, String keyword) {
        return at < tokens.size() && tokens.get(at).is(keyword);
    }
}
