package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * MySQL finds an index range in {@code a > ? OR (a = ? AND b > ?)} and not in a comparison of rows (manual, "Range
 * Optimization of Row Constructor Expressions"). Numbers are bound as numbers: against a text MySQL compares as floats.
 */
record MysqlKeySql() implements KeySql {
    private static final Set<String> LABELLED = Set.of("enum", "set");

    @Override
    public String name(Table table) {
        return table.mysqlName();
    }

    @Override
    public String name(Column column) {
        return column.mysqlName();
    }

    @Override
    public String canonical(Column column) {
        return column.value().mysqlCanonical(column.mysqlName());
    }

    @Override
    public String order(Table table) {
        return table.key().stream().map(column -> compared(table, column)).collect(Collectors.joining(", "));
    }

    @Override
    public String above(Table table, List<String> key, List<Bound> bounds) {
        return comparison(table, key, " > ", " > ", bounds);
    }

    @Override
    public String upTo(Table table, List<String> key, List<Bound> bounds) {
        return comparison(table, key, " < ", " <= ", bounds);
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Bound bound) throws SQLException {
        statement.setObject(parameter, bound.column().value().mysqlKey(bound.text()));
    }

    /**
     * An enum or a set sorts by its number but compares with a text by its labels, so both are done by the labels. (In a
     * row of a whole primary key MySQL 9.7 finds no set by its text at all.)
     */
    @Override
    public String compared(Table table, Column column) {
        return LABELLED.contains(column.type().name()) ? canonical(column) : name(table) + "." + name(column);
    }

    private String comparison(Table table, List<String> key, String before, String last, List<Bound> bounds) {
        List<String> alternatives = new ArrayList<>();
        for (int depth = 0; depth < key.size(); depth++) {
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                terms.add(compared(table, table.key().get(i)) + " = ?");
                bounds.add(new Bound(table.key().get(i), key.get(i)));
            }
            terms.add(compared(table, table.key().get(depth)) + (depth == key.size() - 1 ? last : before) + "?");
            bounds.add(new Bound(table.key().get(depth), key.get(depth)));
            alternatives.add("(" + String.join(" AND ", terms) + ")");
        }
        return "(" + String.join(" OR ", alternatives) + ")";
    }
}
