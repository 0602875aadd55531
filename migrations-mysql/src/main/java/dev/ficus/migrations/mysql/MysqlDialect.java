package dev.ficus.migrations.mysql;

import dev.ficus.migrations.mysql.drift.MysqlDrift;
import dev.ficus.migrations.mysql.lint.MysqlLint;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** MySQL's and MariaDB's side of a history. */
final class MysqlDialect implements SqlDialect {

    @Override
    public ScriptSyntax syntax() {
        return ScriptSyntax.MYSQL;
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    @Override
    public Properties connectionProperties() {
        Properties properties = new Properties();
        // Liquibase asks for the metadata of tables without naming a database.
        properties.setProperty("nullDatabaseMeansCurrent", "true");
        return properties;
    }

    @Override
    public String currentSchema(Connection connection) throws SQLException {
        String schema = connection.getCatalog();
        if (schema == null || schema.isEmpty()) {
            throw new SQLException("the url names no database", "3D000", 1046);
        }
        return schema;
    }

    @Override
    public void beforeRun(Connection connection) {
        // A killed run needs no setting here: the server ends its waits when the client is gone.
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + quote(schema) + " CHARACTER SET utf8mb4");
        }
    }

    @Override
    public void useSchema(Connection connection, String schema) throws SQLException {
        connection.setCatalog(schema);
    }

    @Override
    public String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public String liquibaseName(Connection connection) throws SQLException {
        String version = connection.getMetaData().getDatabaseProductVersion();
        return version.toLowerCase(Locale.ROOT).contains("mariadb") ? "mariadb" : "mysql";
    }

    @Override
    public String changeLogTable() {
        return "DATABASECHANGELOG";
    }

    @Override
    public boolean manyStatementsAtOnce() {
        return false;
    }

    /** InnoDB, because the journal has to roll back with the change; a binary collation, so that ids keep their case. */
    @Override
    public List<String> tables(String prefix) {
        return List.of("""
                CREATE TABLE IF NOT EXISTS %sDATABASECHANGELOG (
                  ID varchar(255) NOT NULL,
                  AUTHOR varchar(255) NOT NULL,
                  FILENAME varchar(255) NOT NULL,
                  DATEEXECUTED datetime NOT NULL,
                  ORDEREXECUTED int NOT NULL,
                  EXECTYPE varchar(10) NOT NULL,
                  MD5SUM varchar(35),
                  DESCRIPTION varchar(255),
                  COMMENTS varchar(255),
                  TAG varchar(255),
                  LIQUIBASE varchar(20),
                  CONTEXTS varchar(255),
                  LABELS varchar(255),
                  DEPLOYMENT_ID varchar(10)
                ) ENGINE=InnoDB""".formatted(prefix), """
                CREATE TABLE IF NOT EXISTS %sficus_change (
                  change_id varchar(255) NOT NULL,
                  author varchar(255) NOT NULL,
                  file varchar(255) NOT NULL,
                  checksum varchar(64) NOT NULL,
                  ran_at datetime(6) NOT NULL,
                  millis bigint,
                  ran_by varchar(255),
                  tool_version varchar(255) NOT NULL,
                  script mediumtext,
                  PRIMARY KEY (change_id, author, file)
                ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""".formatted(prefix), """
                CREATE TABLE IF NOT EXISTS %sficus_statement (
                  change_id varchar(255) NOT NULL,
                  author varchar(255) NOT NULL,
                  file varchar(255) NOT NULL,
                  direction varchar(8) NOT NULL,
                  number integer NOT NULL,
                  total integer NOT NULL,
                  text text NOT NULL,
                  sha256 varchar(64) NOT NULL,
                  state varchar(16) NOT NULL,
                  error varchar(512),
                  at datetime(6) NOT NULL,
                  PRIMARY KEY (change_id, author, file, number)
                ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""".formatted(prefix));
    }

    @Override
    public String now() {
        return "UTC_TIMESTAMP(6)";
    }

    @Override
    public String instant() {
        return "TIMESTAMPADD(MICROSECOND, ? * 1000, '1970-01-01')";
    }

    @Override
    public String epochMillis(String column) {
        return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + column + ") DIV 1000)";
    }

    @Override
    public HistoryLock lock(Connection connection, String schema) {
        return new MysqlLock(connection, schema);
    }

    @Override
    public StatementEffects effects(Connection connection) throws SQLException {
        return MysqlLint.effects(connection);
    }

    @Override
    public Linter<?> linter(Optional<Connection> connection) throws SQLException {
        return MysqlLint.linter(connection);
    }

    @Override
    public ChangeTemplate template() {
        String wait = "SET SESSION lock_wait_timeout = 5;\n\n";
        return new ChangeTemplate(
                "-- Waits for locks for five seconds only, so that the application never queues behind this change.\n"
                        + wait
                        + "-- Write the statements here, such as: ALTER TABLE orders ADD COLUMN status varchar(20), ALGORITHM=INSTANT;\n",
                "-- The way back.\n" + wait
                        + "-- Write the statements here, such as: ALTER TABLE orders DROP COLUMN status, ALGORITHM=INSTANT;\n");
    }

    @Override
    public List<String> liquibaseNames() {
        return List.of("mysql", "mariadb");
    }

    @Override
    public DriftServer drift() {
        return new MysqlDrift();
    }
}
