package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Properties;
import java.util.function.Consumer;

/** Reads the shop from one side for the audit, by plain JDBC and without Ficus. */
record SideRows(DatabaseSettings side) {
    private static final int POSTGRES_FETCH = 2_000;

    /** Hands over every row of these tables, all in one snapshot. */
    void each(Collection<ShopTable> tables, Consumer<ShopRow> rows) {
        boolean mysql = side.kind() == DatabaseKind.MYSQL;
        try (Connection connection = mysql ? LegacyApplication.open(side) : Connections.open(side, new Properties())) {
            connection.setAutoCommit(false);
            for (ShopTable table : tables) {
                // Connector/J streams with this value alone; pgjdbc only outside auto-commit mode.
                ShopSql.each(connection, table, mysql ? Integer.MIN_VALUE : POSTGRES_FETCH, rows);
            }
            connection.rollback();
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, side.toString(), ErrorCode.CONNECTION_LOST, "look at the log of that server");
        }
    }
}
