package dev.ficus.dualwrite.stream;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
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
    public void bind(PreparedStatement statement, int parameter, Column column, @Nullable String text)
            throws SQLException {
        if (text == null) {
            statement.setNull(parameter, Types.NULL);
        } else {
            statement.setObject(parameter, column.value().toMysql(text));
        }
    }

    @Override
    public String overwrite(Table table) {
        return " ON DUPLICATE KEY UPDATE "
                + table.columns().stream()
                        .map(column -> name(column) + " = VALUES(" + name(column) + ")")
                        .collect(joining(", "));
    }
}
