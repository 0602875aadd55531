package dev.ficus.migrations.mysql;

import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.migrations.sql.SqlHistory;
import java.util.Optional;

/**
 * The history of a MySQL or MariaDB database. DDL commits by itself there, so each statement of a change is journaled:
 * a change that stopped halfway is seen, and {@link #up} refuses to go on over it.
 */
public final class MysqlHistory extends SqlHistory {
    private MysqlHistory(DatabaseSettings database, HistorySource source, Optional<String> schema) {
        super(database, source, schema, new MysqlDialect());
    }

    /** The history that {@code ficus.yaml} gives this database. Connects at the first use. */
    public static MysqlHistory open(DatabaseSettings database) {
        return new MysqlHistory(database, HistorySource.of(database), Optional.empty());
    }

    /**
     * A history of other files, kept in a MySQL database of its own on the same server, which {@link #up} makes where it
     * is missing. Unqualified names in the files mean that database.
     */
    public static MysqlHistory open(DatabaseSettings database, HistorySource source, String schema) {
        return new MysqlHistory(database, source, Optional.of(schema));
    }
}
