package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that apply a change on one side, with explicit column lists. Stateless. */
sealed interface Dialect permits MysqlDialect, PostgresDialect {

    /** The table's name, quoted. */
    String name(Table table);

    /** The column's name, quoted. */
    String name(Column column);

    /**
     * Binds a PostgreSQL text, or NULL, to a parameter.
     *
     * @throws dev.ficus.dualwrite.value.UnconvertibleValue with the column, where this side has no such value
     */
    void bind(PreparedStatement statement, int parameter, Column column, @Nullable String text) throws SQLException;

    /** What turns an INSERT of all written columns into one that overwrites the row of the same key. */
    String overwrite(Table table);

    /** Whether this side takes a value for the column; else it computes it by itself, and refuses one. */
    boolean writes(Column column);

    default String insert(Table table) {
        List<String> names =
                table.columns().stream().filter(this::writes).map(this::name).toList();
        return "INSERT INTO " + name(table) + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", names.stream().map(column -> "?").toList()) + ")";
    }

    default String update(Table table, List<Column> columns) {
        return "UPDATE " + name(table) + " SET "
                + String.join(
                        ", ",
                        columns.stream().map(column -> name(column) + " = ?").toList())
                + whereKey(table);
    }

    /**
     * Empties the table. By DELETE: a TRUNCATE commits by itself on MySQL, and on PostgreSQL waits for every reader, keeps new
     * ones waiting and is refused for a table that a foreign key points to.
     */
    default String empty(Table table) {
        return "DELETE FROM " + name(table);
    }

    default String delete(Table table) {
        return "DELETE FROM " + name(table) + whereKey(table);
    }

    private String whereKey(Table table) {
        return " WHERE "
                + String.join(
                        " AND ",
                        table.key().stream()
                                .map(column -> name(column) + " = ?")
                                .toList());
    }
}
