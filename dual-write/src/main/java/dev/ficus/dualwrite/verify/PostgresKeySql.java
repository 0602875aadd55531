package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** PostgreSQL compares rows of values with an index; parameters of unspecified type are read as the column's type. */
record PostgresKeySql() implements KeySql {

    @Override
    public String name(Table table) {
        return table.postgresName();
    }

    @Override
    public String name(Column column) {
        return column.postgresName();
    }

    @Override
    public String canonical(Column column) {
        return column.value().postgresCanonical(column.postgresName());
    }

    @Override
    public String compared(Table table, Column column) {
        return name(column);
    }

    /** With the table's name: a bare name would mean the output column, which is text and sorts as text. */
    @Override
    public String order(Table table) {
        return table.key().stream()
                .map(column -> name(table) + "." + name(column))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String above(Table table, List<String> key, List<Bound> bounds) {
        return comparison(table, key, " > ", bounds);
    }

    @Override
    public String upTo(Table table, List<String> key, List<Bound> bounds) {
        return comparison(table, key, " <= ", bounds);
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Bound bound) throws SQLException {
        statement.setObject(parameter, bound.column().value().postgresKey(bound.text()), Types.OTHER);
    }

    private String comparison(Table table, List<String> key, String operator, List<Bound> bounds) {
        addAll(table, key, bounds);
        return "(" + names(table) + ")" + operator + "(" + String.join(", ", Collections.nCopies(key.size(), "?"))
                + ")";
    }

    private String names(Table table) {
        return table.key().stream().map(this::name).collect(Collectors.joining(", "));
    }
}
