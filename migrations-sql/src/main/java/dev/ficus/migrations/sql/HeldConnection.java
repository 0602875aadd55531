package dev.ficus.migrations.sql;

import java.sql.Connection;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * A connection whose commits by Liquibase can be held back, so that a change and its record commit together. Without
 * this a crash between Liquibase's two commits leaves a change that ran and is not recorded.
 */
final class HeldConnection extends JdbcConnection {
    private boolean held;

    HeldConnection(Connection connection) {
        super(connection);
    }

    void hold(boolean hold) {
        this.held = hold;
    }

    /** The driver translates JDBC escapes when a statement runs; Liquibase would do it once more before. */
    @Override
    public String nativeSQL(String sql) {
        return sql;
    }

    @Override
    public void commit() throws DatabaseException {
        if (!held) {
            super.commit();
        }
    }
}
