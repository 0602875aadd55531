package dev.ficus.migrations.postgres;

import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.migrations.sql.SqlHistory;
import java.util.Optional;

/**
 * The history of a PostgreSQL database. A change runs in one transaction together with its record, unless its file says
 * that it needs none.
 */
public final class PostgresHistory extends SqlHistory {
    private PostgresHistory(DatabaseSettings database, HistorySource source, Optional<String> schema) {
        super(database, source, schema, new PostgresDialect());
    }

    /** The history that {@code ficus.yaml} gives this database. Connects at the first use. */
    public static PostgresHistory open(DatabaseSettings database) {
        return new PostgresHistory(database, HistorySource.of(database), Optional.empty());
    }

    /**
     * A history of other files, kept in a schema of its own, which {@link #up} makes where it is missing.
     * Unqualified names in the files mean that schema.
     */
    public static PostgresHistory open(DatabaseSettings database, HistorySource source, String schema) {
        return new PostgresHistory(database, source, Optional.of(schema));
    }
}
