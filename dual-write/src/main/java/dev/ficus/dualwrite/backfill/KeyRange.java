package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a range of primary keys in MySQL's SQL. A comparison of a key of several columns is written out as
 * {@code a > ? OR (a = ? AND b > ?)}: MySQL finds an index range in that, and not in {@code (a, b) > (?, ?)} (its
 * manual, "Range Optimization of Row Constructor Expressions").
 */
final class KeyRange {
    private final List<Column> key;
    private final List<Object> parameters = new ArrayList<>();
    private final String condition;

    KeyRange(Table table, @Nullable List<String> above, @Nullable List<String> upTo) {
        this.key = table.key();
        List<String> parts = new ArrayList<>();
        if (above != null) {
            parts.add("(" + compare(above, " > ", " > ") + ")");
        }
        if (upTo != null) {
            parts.add("(" + compare(upTo, " < ", " <= ") + ")");
        }
        this.condition = parts.isEmpty() ? "TRUE" : String.join(" AND ", parts);
    }

    String condition() {
        return condition;
    }

    /** The condition with its parameters as literals. */
    String literal() {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int parameter = 0;
        for (int i = 0; i < condition.length(); i++) {
            char c = condition.charAt(i);
            quoted ^= c == '`';
            text.append(c == '?' && !quoted ? MysqlLiteral.of(parameters.get(parameter++)) : String.valueOf(c));
        }
        return text.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    private String compare(List<String> bound, String before, String last) {
        List<String> alternatives = new ArrayList<>();
        for (int depth = 0; depth < key.size(); depth++) {
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                terms.add(key.get(i).mysqlName() + " = ?");
                parameters.add(key.get(i).value().toMysql(bound.get(i)));
            }
            terms.add(key.get(depth).mysqlName() + (depth == key.size() - 1 ? last : before) + "?");
            parameters.add(key.get(depth).value().toMysql(bound.get(depth)));
            alternatives.add("(" + String.join(" AND ", terms) + ")");
        }
        return String.join(" OR ", alternatives);
    }
}
