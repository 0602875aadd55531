package dev.ficus.migrations.postgres.drift;

import dev.ficus.core.drift.ScratchName;
import dev.ficus.core.drift.Snapshot;
import dev.ficus.migrations.sql.drift.Catalog;
import dev.ficus.migrations.sql.drift.DriftServer;
import dev.ficus.migrations.sql.drift.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * PostgreSQL's side of a drift report, from version 13 on. A session shows by its application name which scratch database
 * it uses: others read that without any right.
 */
public final class PostgresDrift implements DriftServer {
    private static final String USED_AS = "ficus drift ";

    /** The clauses of CREATE DATABASE that differ between versions are named by the columns of pg_database. */
    private static final String LIKE_THIS_ONE = """
            SELECT format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', ?,
                pg_encoding_to_char(encoding), datcollate, datctype)
              || CASE d ->> 'datlocprovider' WHEN 'i' THEN ' LOCALE_PROVIDER icu' WHEN 'b' THEN ' LOCALE_PROVIDER builtin'
                ELSE '' END
              || CASE WHEN locale IS NULL THEN ''
                ELSE format(CASE d ->> 'datlocprovider' WHEN 'b' THEN ' BUILTIN_LOCALE %L' ELSE ' ICU_LOCALE %L' END, locale)
                END
              || coalesce(' ICU_RULES ' || quote_literal(d ->> 'daticurules'), '')
            FROM (SELECT p.*, to_jsonb(p) AS d,
                    coalesce(to_jsonb(p) ->> 'datlocale', to_jsonb(p) ->> 'daticulocale') AS locale
                  FROM pg_database p WHERE datname = current_database()) real""";

    private static final String LEFTOVERS = """
            SELECT datname FROM pg_database d
            WHERE datname LIKE 'ficus\\_drift\\_%' AND pg_has_role(datdba, 'USAGE')
              AND NOT EXISTS (SELECT FROM pg_stat_activity a
                WHERE a.datid = d.oid OR a.application_name = '""" + USED_AS + "' || d.datname) ORDER BY datname";

    @Override
    public Snapshot snapshot(Connection connection, Scope scope) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            // Names in definitions are then qualified on both sides.
            statement.execute("SET LOCAL search_path = pg_catalog");
            List<String> queries = Stream.concat(RelationQueries.ALL.stream(), OtherQueries.ALL.stream())
                    .toList();
            return new Snapshot(
                    Catalog.read(connection, queries, UnaryOperator.identity(), scope.home(), scope.alone()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void make(Connection admin, String name) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("SET application_name = '" + USED_AS + name + "'");
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(text(admin, LIKE_THIS_ONE, name));
        }
    }

    @Override
    public void drop(Connection admin, String name, boolean force) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("DROP DATABASE IF EXISTS " + name + (force ? " WITH (FORCE)" : ""));
        }
    }

    @Override
    public List<String> leftovers(Connection admin) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(LEFTOVERS)) {
            while (rows.next()) {
                if (ScratchName.matches(rows.getString(1))) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** A search_path that was set for the real database alone holds here too. */
    @Override
    public String prepare(Connection real, Connection scratch, String home) throws SQLException {
        String path = text(real, "SELECT current_setting('search_path') WHERE ? <> ''", home);
        try (Statement statement = scratch.createStatement()) {
            statement.execute(text(scratch, "SELECT format('CREATE SCHEMA IF NOT EXISTS %I', ?)", home));
        }
        text(scratch, "SELECT set_config('search_path', ?, false)", path);
        if (!home.equals(scratch.getSchema())) {
            scratch.setSchema(home);
        }
        return home;
    }

    @Override
    public Reaches reaches(Connection scratch) {
        return PostgresReach::of;
    }

    private static String text(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
