package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.StatementEffects;
import dev.ficus.migrations.sql.lint.Linter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What MySQL's and MariaDB's statements do to others: for {@code lint} and for plans. */
public final class MysqlLint {
    private MysqlLint() {}

    /**
     * The rules.
     *
     * @param connection empty: the oldest supported version, and nothing is known of the tables
     */
    public static Linter<?> linter(Optional<Connection> connection) throws SQLException {
        MysqlCatalog catalog = new MysqlCatalog(connection);
        MysqlServer server = connection.isEmpty() ? MysqlServer.OLDEST : server(connection.get());
        String words = server.words() + (connection.isEmpty() ? " (not asked: the oldest that is supported)" : "");
        return new Linter<>(words, "MY", new InformedReader(server, catalog), MysqlRules.all(server, catalog), catalog);
    }

    /** The algorithms and estimates of single statements. */
    public static StatementEffects effects(Connection connection) throws SQLException {
        return new MysqlEffects(connection, server(connection));
    }

    private static MysqlServer server(Connection connection) throws SQLException {
        return MysqlServer.of(connection.getMetaData().getDatabaseProductVersion());
    }
}
