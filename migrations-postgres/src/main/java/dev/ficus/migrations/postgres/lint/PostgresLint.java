package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.StatementEffects;
import dev.ficus.migrations.sql.lint.Linter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What PostgreSQL's statements do to others: for {@code lint} and for plans. */
public final class PostgresLint {
    private static final String OLDEST = "PostgreSQL 12 (not asked: the oldest that is supported)";

    private PostgresLint() {}

    /**
     * The rules.
     *
     * @param connection empty: the oldest supported version, and nothing is known of the tables
     */
    public static Linter<?> linter(Optional<Connection> connection) throws SQLException {
        PostgresCatalog catalog = new PostgresCatalog(connection);
        String server = connection.isEmpty() ? OLDEST : server(connection.get());
        return new Linter<>(server, "PG", new InformedReader(catalog), PostgresRules.all(catalog), catalog);
    }

    /** The locks and estimates of single statements. */
    public static StatementEffects effects(Connection connection) {
        return new PostgresEffects(connection);
    }

    private static String server(Connection connection) throws SQLException {
        String version = connection.getMetaData().getDatabaseProductVersion();
        return "PostgreSQL " + version.replaceFirst(" .*", "");
    }
}
