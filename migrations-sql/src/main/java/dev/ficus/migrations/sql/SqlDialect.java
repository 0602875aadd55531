package dev.ficus.migrations.sql;

import dev.ficus.migrations.sql.drift.DriftServer;
import dev.ficus.migrations.sql.lint.Linter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What differs between the servers. Implementations are stateless. */
public interface SqlDialect {

    /** How to split a plain file. */
    ScriptSyntax syntax();

    /** True where a CREATE or ALTER can be rolled back with its transaction. */
    boolean transactionalDdl();

    /** Driver properties of the connections of a history. */
    Properties connectionProperties();

    /** The schema (MySQL: the database) in which unqualified names are made. */
    String currentSchema(Connection connection) throws SQLException;

    /** Readies a connection on which changes will run. */
    void beforeRun(Connection connection) throws SQLException;

    /** Makes the schema if it is missing. */
    void createSchema(Connection connection, String schema) throws SQLException;

    /** Lets unqualified names mean this schema, which exists. */
    void useSchema(Connection connection, String schema) throws SQLException;

    String quote(String identifier);

    /** Liquibase's name of the server behind the connection. */
    String liquibaseName(Connection connection) throws SQLException;

    /** The name of Liquibase's table as the catalog has it. */
    String changeLogTable();

    /** True where the driver sends several statements, with semicolons between them, in one round trip. */
    boolean manyStatementsAtOnce();

    /** CREATE TABLE IF NOT EXISTS for Liquibase's table, {@code ficus_change} and {@code ficus_statement}; {@code prefix} ends in a dot. */
    List<String> tables(String prefix);

    /** An SQL expression for now, of the type of the columns {@code ran_at} and {@code at}. */
    String now();

    /** An SQL expression of the same type, for a parameter in milliseconds since 1970-01-01 UTC. */
    String instant();

    /** An SQL expression for the milliseconds since 1970-01-01 UTC of such a column. */
    String epochMillis(String column);

    /** The lock of the history in this schema, for the session of this connection. */
    HistoryLock lock(Connection connection, String schema);

    /** What statements lock and touch on the server behind the connection. */
    StatementEffects effects(Connection connection) throws SQLException;

    /** What a drift report needs of this kind of server. */
    DriftServer drift();

    /**
     * The rules of lint.
     *
     * @param connection empty: the oldest supported version is assumed, and nothing is known of the tables
     */
    Linter<?> linter(Optional<Connection> connection) throws SQLException;

    /** The file that {@code create} writes into an empty history, and its way back. */
    ChangeTemplate template();

    /** Liquibase's names of the servers of this dialect; the first one is assumed where no server is asked. */
    List<String> liquibaseNames();
}
