package dev.ficus.migrations.postgres;

import dev.ficus.migrations.postgres.drift.PostgresDrift;
import dev.ficus.migrations.postgres.lint.PostgresLint;
import dev.ficus.migrations.sql.ChangeTemplate;
import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.ScriptSyntax;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.StatementEffects;
import dev.ficus.migrations.sql.drift.DriftServer;
import dev.ficus.migrations.sql.lint.Linter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** PostgreSQL's side of a history. */
final class PostgresDialect implements SqlDialect {

    @Override
    public ScriptSyntax syntax() {
        return ScriptSyntax.POSTGRES;
    }

    @Override
    public boolean transactionalDdl() {
        return true;
    }

    @Override
    public Properties connectionProperties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", PostgresLock.applicationName());
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public String currentSchema(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        if (schema == null) {
            throw new SQLException("no schema of the search_path exists", "3F000");
        }
        return schema;
    }

    /**
     * Lets the server look every second whether this process still lives, so that a statement of a killed run ends.
     * PostgreSQL manual, client_connection_check_interval (from 14 on, not on Windows).
     */
    @Override
    public void beforeRun(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config(name, '1000', false) FROM pg_settings"
                    + " WHERE name = 'client_connection_check_interval' AND version() !~* 'windows|mingw|visual'");
        }
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + quote(schema));
        }
    }

    @Override
    public void useSchema(Connection connection, String schema) throws SQLException {
        connection.setSchema(schema);
    }

    @Override
    public String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String liquibaseName(Connection connection) {
        return "postgresql";
    }

    @Override
    public String changeLogTable() {
        return "databasechangelog";
    }

    @Override
    public boolean manyStatementsAtOnce() {
        return true;
    }

    @Override
    public List<String> tables(String prefix) {
        return List.of("""
                CREATE TABLE IF NOT EXISTS %sdatabasechangelog (
                  id varchar(255) NOT NULL,
                  author varchar(255) NOT NULL,
                  filename varchar(255) NOT NULL,
                  dateexecuted timestamp NOT NULL,
                  orderexecuted integer NOT NULL,
                  exectype varchar(10) NOT NULL,
                  md5sum varchar(35),
                  description varchar(255),
                  comments varchar(255),
                  tag varchar(255),
                  liquibase varchar(20),
                  contexts varchar(255),
                  labels varchar(255),
                  deployment_id varchar(10)
                )""".formatted(prefix), """
                CREATE TABLE IF NOT EXISTS %sficus_change (
                  change_id text NOT NULL,
                  author text NOT NULL,
                  file text NOT NULL,
                  checksum text NOT NULL,
                  ran_at timestamptz NOT NULL,
                  millis bigint,
                  ran_by text,
                  tool_version text NOT NULL,
                  script text,
                  PRIMARY KEY (change_id, author, file)
                )""".formatted(prefix), """
                CREATE TABLE IF NOT EXISTS %sficus_statement (
                  change_id text NOT NULL,
                  author text NOT NULL,
                  file text NOT NULL,
                  direction text NOT NULL,
                  number integer NOT NULL,
                  total integer NOT NULL,
                  text text NOT NULL,
                  sha256 text NOT NULL,
                  state text NOT NULL,
                  error text,
                  at timestamptz NOT NULL,
                  PRIMARY KEY (change_id, author, file, number)
                )""".formatted(prefix));
    }

    @Override
    public String now() {
        return "now()";
    }

    @Override
    public String instant() {
        return "to_timestamp(? / 1000.0)";
    }

    @Override
    public String epochMillis(String column) {
        return "floor(extract(epoch FROM " + column + ") * 1000)";
    }

    @Override
    public HistoryLock lock(Connection connection, String schema) {
        return new PostgresLock(connection, schema);
    }

    @Override
    public StatementEffects effects(Connection connection) {
        return PostgresLint.effects(connection);
    }

    @Override
    public Linter<?> linter(Optional<Connection> connection) throws SQLException {
        return PostgresLint.linter(connection);
    }

    @Override
    public ChangeTemplate template() {
        String wait = "SET LOCAL lock_timeout = '5s';\n\n";
        return new ChangeTemplate(
                "-- Waits for locks for five seconds only, so that the application never queues behind this change.\n"
                        + wait + "-- Write the statements here, such as: ALTER TABLE orders ADD COLUMN status text;\n",
                "-- The way back.\n" + wait
                        + "-- Write the statements here, such as: ALTER TABLE orders DROP COLUMN status;\n");
    }

    @Override
    public List<String> liquibaseNames() {
        return List.of("postgresql");
    }

    @Override
    public DriftServer drift() {
        return new PostgresDrift();
    }
}
