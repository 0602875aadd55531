package dev.ficus.dualwrite.stream;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** MySQL and MariaDB. */
record MysqlDialect() implements Dialect {

    @Override
    public String name(Table table) {
        return table.mysqlName();
    }

    @Override
    public String name(Column column) {
        return column.mysqlName();
    }

    @Override
    public boolean writes(Column column) {
        return column.writtenToMysql();
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Column column, @Nullable String text)
            throws SQLException {
        Object value = text == null ? ofNull(column) : mysql(column, text);
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public String overwrite(Table table) {
        return " ON DUPLICATE KEY UPDATE "
                + table.columns().stream()
                        .filter(this::writes)
                        .map(column -> name(column) + " = VALUES(" + name(column) + ")")
                        .collect(joining(", "));
    }

    private static @Nullable Object ofNull(Column column) {
        return column.nullable() ? null : column.value().nullToMysql();
    }

    private static Object mysql(Column column, String text) {
        try {
            return column.value().toMysql(text);
        } catch (UnconvertibleValue e) {
            throw new UnconvertibleValue("column " + column.name() + ": " + e.reason());
        }
    }
}
