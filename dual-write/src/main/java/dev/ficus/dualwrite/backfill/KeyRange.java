package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
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
                terms.add(term(key.get(i), " = ", bound.get(i)));
            }
            terms.add(term(key.get(depth), depth == key.size() - 1 ? last : before, bound.get(depth)));
            alternatives.add("(" + String.join(" AND ", terms) + ")");
        }
        return String.join(" OR ", alternatives);
    }

    private String term(Column column, String operator, String bound) {
        if (column.type().name().equals("enum")) {
            return among(column, operator, bound);
        }
        parameters.add(column.value().toMysql(bound));
        return column.mysqlName() + operator + "?";
    }

    /**
     * MySQL sorts an enum by the numbers of its labels, but compares it with a text as text. So the labels on that side are
     * named, for which it looks into the index; not so for a number.
     */
    private String among(Column column, String operator, String bound) {
        List<String> labels = new ArrayList<>(column.type().labels());
        if (!labels.contains("")) {
            labels.add(0, ""); // what an invalid insert left
        }
        int place = labels.indexOf(bound);
        List<String> named = switch (operator) {
            case " < " -> labels.subList(0, place);
            case " <= " -> labels.subList(0, place + 1);
            case " > " -> labels.subList(place + 1, labels.size());
            default -> List.of(bound);
        };
        parameters.addAll(named);
        return named.isEmpty()
                ? "FALSE"
                : column.mysqlName() + " IN (" + String.join(", ", Collections.nCopies(named.size(), "?")) + ")";
    }
}
