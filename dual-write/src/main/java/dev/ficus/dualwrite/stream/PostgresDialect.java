package dev.ficus.dualwrite.stream;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: every value goes as text of unspecified type, and the server reads it as the column's type. */
record PostgresDialect() implements Dialect {

    @Override
    public String name(Table table) {
        return table.postgresName();
    }

    @Override
    public String name(Column column) {
        return column.postgresName();
    }

    @Override
    public boolean writes(Column column) {
        return column.writtenToPostgres();
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Column column, @Nullable String text)
            throws SQLException {
        statement.setObject(parameter, text, Types.OTHER);
    }

    @Override
    public String overwrite(Table table) {
        String key = table.key().stream().map(this::name).collect(joining(", "));
        String others = table.columns().stream()
                .filter(this::writes)
                .filter(column -> !table.inKey(column))
                .map(column -> name(column) + " = EXCLUDED." + name(column))
                .collect(joining(", "));
        return " ON CONFLICT (" + key + ") DO " + (others.isEmpty() ? "NOTHING" : "UPDATE SET " + others);
    }
}
