package dev.ficus.dualwrite.scan;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks a table along its primary key, a range at a time. The bounds stay on the server, in user variables, which keep
 * type, character set and collation of what they are given: a key that PostgreSQL could not hold is walked like any
 * other. {@code a > @x OR (a = @x AND b > @y)} lets MySQL find an index range ("Range Optimization of Row Constructor
 * Expressions").
 */
final class KeyWalk {
    /** The name of the table in every statement of a scan. */
    static final String ALIAS = "`ficus_scanned`";

    /** Their order is that of a number, but as a variable they would be a text or bytes. */
    private static final Set<String> BY_NUMBER = Set.of("enum", "set", "bit", "year");

    private final Connection mysql;
    private final String from;
    private final List<String> key;
    private final List<Boolean> times;
    private String above = "";
    private String upTo = "";
    private int turn;

    KeyWalk(Connection mysql, Table table) {
        this.mysql = mysql;
        this.from = " FROM " + table.mysqlName() + " AS " + ALIAS;
        this.key = table.key().stream().map(KeyWalk::ordered).toList();
        this.times = table.key().stream()
                .map(column -> column.type().name().equals("time"))
                .toList();
    }

    private static String ordered(Column column) {
        String name = ALIAS + "." + column.mysqlName();
        return BY_NUMBER.contains(column.type().name()) ? name + "+0" : name;
    }

    /** Moves on to the next so many rows; false where they are the last, and the range is open above. */
    boolean next(long rows) throws SQLException {
        above = upTo.isEmpty() ? "" : compared(turn, " > ", " > ");
        turn = 1 - turn;
        try (Statement statement = mysql.createStatement()) {
            statement.execute("SET @ficus_found = 0");
            statement.execute("SELECT " + String.join(", ", key) + ", 1 INTO " + variables(turn) + ", @ficus_found"
                    + from + where(above) + " ORDER BY " + String.join(", ", key) + " LIMIT 1 OFFSET " + (rows - 1));
            try (ResultSet row = statement.executeQuery("SELECT @ficus_found")) {
                row.next();
                boolean found = row.getInt(1) == 1;
                upTo = found ? compared(turn, " < ", " <= ") : "";
                return found;
            }
        }
    }

    /** Whether a row lies above the present range. */
    boolean isMore() throws SQLException {
        try (Statement statement = mysql.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT 1" + from + where(compared(turn, " > ", " > ")) + " LIMIT 1")) {
            return row.next();
        }
    }

    /** The condition of the present range. */
    String condition() {
        String both = above + (above.isEmpty() || upTo.isEmpty() ? "" : " AND ") + upTo;
        return both.isEmpty() ? "TRUE" : both;
    }

    /** How rows are ordered in a statement of the scan. */
    static String order(Table table) {
        return table.key().stream().map(KeyWalk::ordered).collect(Collectors.joining(", "));
    }

    private static String where(String condition) {
        return condition.isEmpty() ? "" : " WHERE " + condition;
    }

    private String variables(int set) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            names.add(variable(set, i));
        }
        return String.join(", ", names);
    }

    private static String variable(int set, int part) {
        return "@ficus_" + set + "_" + part;
    }

    /** MySQL compares a time with a variable as text, by which -00:00:01 comes before -838:59:59. */
    private String bound(int set, int part) {
        return times.get(part) ? "cast(" + variable(set, part) + " AS TIME(6))" : variable(set, part);
    }

    private String compared(int set, String before, String last) {
        List<String> alternatives = new ArrayList<>();
        for (int depth = 0; depth < key.size(); depth++) {
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                terms.add(key.get(i) + " = " + bound(set, i));
            }
            terms.add(key.get(depth) + (depth == key.size() - 1 ? last : before) + bound(set, depth));
            alternatives.add("(" + String.join(" AND ", terms) + ")");
        }
        return "(" + String.join(" OR ", alternatives) + ")";
    }
}
