package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of one side that walks and looks up primary keys given as canonical text. Stateless. */
sealed interface KeySql permits MysqlKeySql, PostgresKeySql {

    /** A value of a key's column, to be bound to a parameter. */
    record Bound(Column column, String text) {}

    /** The table's name, quoted. */
    String name(Table table);

    /** The column's name, quoted. */
    String name(Column column);

    /** The expression of the column's canonical text. */
    String canonical(Column column);

    /** What is compared with a parameter for this column of the key. */
    String compared(Table table, Column column);

    /** What sorts by the primary key. */
    String order(Table table);

    /** The condition for keys above this one; its parameters are added to {@code bounds}. */
    String above(Table table, List<String> key, List<Bound> bounds);

    /** The condition for this key and those below it; its parameters are added to {@code bounds}. */
    String upTo(Table table, List<String> key, List<Bound> bounds);

    void bind(PreparedStatement statement, int parameter, Bound bound) throws SQLException;

    /** The condition for exactly these keys; its parameters are added to {@code bounds}. */
    default String among(Table table, List<List<String>> keys, List<Bound> bounds) {
        String names =
                table.key().stream().map(column -> compared(table, column)).collect(Collectors.joining(", "));
        String places = String.join(", ", Collections.nCopies(table.key().size(), "?"));
        keys.forEach(key -> addAll(table, key, bounds));
        if (table.key().size() == 1) {
            return names + " IN (" + String.join(", ", Collections.nCopies(keys.size(), "?")) + ")";
        }
        return "(" + names + ") IN (" + String.join(", ", Collections.nCopies(keys.size(), "(" + places + ")")) + ")";
    }

    /** Adds all values of a key. */
    default void addAll(Table table, List<String> key, List<Bound> bounds) {
        for (int i = 0; i < key.size(); i++) {
            bounds.add(new Bound(table.key().get(i), key.get(i)));
        }
    }
}
