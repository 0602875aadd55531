package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.math.BigDecimal;
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
    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "bit");

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
        return table.key().stream().map(column -> ordered(table, column)).collect(Collectors.joining(", "));
    }

    @Override
    public String above(Table table, List<String> key, List<Bound> bounds) {
        return compared(table, key, " > ", " > ", bounds);
    }

    @Override
    public String upTo(Table table, List<String> key, List<Bound> bounds) {
        return compared(table, key, " < ", " <= ", bounds);
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Bound bound) throws SQLException {
        if (NUMBERS.contains(bound.column().type().name())) {
            statement.setBigDecimal(parameter, new BigDecimal(bound.text()));
        } else {
            statement.setString(parameter, bound.text());
        }
    }

    /** An enum sorts by its index but compares with a text by its label, so both are done by the label. */
    private String ordered(Table table, Column column) {
        return column.type().name().equals("enum") ? canonical(column) : name(table) + "." + name(column);
    }

    private String compared(Table table, List<String> key, String before, String last, List<Bound> bounds) {
        List<String> alternatives = new ArrayList<>();
        for (int depth = 0; depth < key.size(); depth++) {
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                terms.add(ordered(table, table.key().get(i)) + " = ?");
                bounds.add(new Bound(table.key().get(i), key.get(i)));
            }
            terms.add(ordered(table, table.key().get(depth)) + (depth == key.size() - 1 ? last : before) + "?");
            bounds.add(new Bound(table.key().get(depth), key.get(depth)));
            alternatives.add("(" + String.join(" AND ", terms) + ")");
        }
        return "(" + String.join(" OR ", alternatives) + ")";
    }
}
