package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.DriftContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MysqlDriftIT extends DriftContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return MysqlHistory.open(database);
    }

    @Override
    protected String databases() {
        return "SHOW DATABASES";
    }

    @Override
    protected List<String> contents() {
        return List.of(
                "SHOW CREATE TABLE orders",
                "SELECT * FROM orders",
                "SELECT * FROM DATABASECHANGELOG",
                "SELECT * FROM ficus_change",
                "SELECT TABLE_NAME, CREATE_TIME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1");
    }

    @Override
    protected List<String> limitedUser(String name) throws SQLException {
        String database = column("SELECT DATABASE()").get(0);
        return List.of(
                "CREATE USER " + name + "@'%' IDENTIFIED BY '" + name + "'",
                "GRANT ALL ON `" + database + "`.* TO " + name + "@'%'");
    }

    @Override
    protected String note() {
        return "varchar(10) collate " + collation() + defaultNull();
    }

    @Override
    protected String richSchema() {
        return """
                CREATE TABLE plain (id int PRIMARY KEY) ENGINE=InnoDB;
                CREATE TABLE people (
                  id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
                  name varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x',
                  shout varchar(40) AS (upper(name)) STORED,
                  mood enum('sad', 'glad'),
                  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
                  plain_id int,
                  bio text,
                  CONSTRAINT known FOREIGN KEY (plain_id) REFERENCES plain (id) ON DELETE CASCADE,
                  CONSTRAINT short CHECK (length(name) < 20),
                  UNIQUE KEY by_name (name, mood),
                  KEY by_bio (bio(10)),
                  FULLTEXT KEY words (bio));
                CREATE TABLE log (at int NOT NULL, text varchar(10)) ROW_FORMAT=COMPRESSED
                  PARTITION BY RANGE (at) (PARTITION old VALUES LESS THAN (100), PARTITION new VALUES LESS THAN MAXVALUE);
                CREATE VIEW glad AS SELECT p.id, p.name, 'keep `this`.' AS text FROM people p WHERE p.mood = 'glad'
                  WITH CASCADED CHECK OPTION;
                CREATE TRIGGER touched BEFORE UPDATE ON people FOR EACH ROW SET NEW.bio = 'touched';
                CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC NO SQL RETURN a * 2;
                CREATE PROCEDURE nothing(IN a int, OUT b int) SELECT 1 INTO b;
                CREATE EVENT later ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM plain;
                """;
    }

    @Override
    protected List<String> byHand() {
        return List.of(
                "ALTER TABLE people MODIFY mood enum('sad', 'glad', 'odd')",
                "ALTER TABLE people ALTER name SET DEFAULT 'y'",
                "ALTER TABLE people DROP FOREIGN KEY known",
                "ALTER TABLE people DROP CONSTRAINT short",
                "ALTER TABLE people ADD note int",
                "ALTER TABLE people MODIFY changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP",
                "ALTER TABLE people DROP INDEX by_bio, ADD INDEX by_bio (bio(20))",
                "ALTER TABLE people DROP INDEX words",
                "ALTER TABLE people ADD UNIQUE KEY more (plain_id, id)",
                "ALTER TABLE plain ENGINE=MyISAM",
                "ALTER TABLE log DROP PARTITION old",
                "CREATE OR REPLACE VIEW glad AS SELECT p.id, p.name, 'keep `this`.' AS text FROM people p",
                "DROP TRIGGER touched",
                "CREATE TRIGGER touched BEFORE UPDATE ON people FOR EACH ROW SET NEW.bio = 'more'",
                "DROP FUNCTION twice",
                "CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC NO SQL RETURN a * 3",
                "DROP PROCEDURE nothing",
                "ALTER EVENT later ENABLE",
                "CREATE TABLE extra (id int PRIMARY KEY, name varchar(3))");
    }

    @Override
    protected List<String> afterwards() {
        return List.of();
    }

    @Test
    void aChangeThatNamesAnotherDatabaseIsRefusedBeforeItWritesThere() throws Exception {
        String real = column("SELECT DATABASE()").get(0);
        write("V001__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY);");
        write("V002__row.sql", "INSERT INTO `" + real + "` . orders VALUES (1);");
        up();
        execute("DELETE FROM orders");
        var refusal = refused(ErrorCode.CHANGE_FAILED, history -> history.drift(Optional.empty(), Progress.SILENT));
        assertThat(refusal.problem().what())
                .isEqualTo("the history does not replay on an empty database: the statement names database " + real
                        + ", and a replay beside it may not touch it");
        assertThat(refusal.problem().fix()).endsWith("ficus migrate drift --db primary --scratch sandbox");
        assertThat(column("SELECT id FROM orders")).isEmpty();
    }

    @Test
    void whatTheWholeServerSharesIsNotReplayed() throws Exception {
        String user = "drift_user_" + System.nanoTime() % 1_000_000;
        write(
                "V001__user.sql",
                "CREATE USER " + user + " IDENTIFIED BY 'secret';\nCREATE TABLE t (id int);\nGRANT SELECT ON t TO "
                        + user + ";\n");
        up();
        List<String> warnings = new ArrayList<>();
        var report = with(history -> history.drift(Optional.empty(), event -> {
            if (event instanceof ProgressEvent.Warning warning) {
                warnings.add(warning.text());
            }
        }));
        assertThat(report.differences()).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "a statement that reaches beyond the database was not replayed: CREATE USER",
                        "a statement that reaches beyond the database was not replayed: GRANT");
        execute("DROP USER " + user);
    }

    @Test
    void fencesOfFicusAreNoDrift() throws Exception {
        write("V001__orders.sql", "CREATE TABLE orders (id int);");
        up();
        execute("CREATE TRIGGER ficus_fence_i_1_orders BEFORE INSERT ON orders FOR EACH ROW SET @a = 1");
        assertThat(drift().differences()).isEmpty();
    }

    private boolean mariaDb() {
        try {
            return column("SELECT VERSION()").get(0).contains("MariaDB");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String collation() {
        try {
            return column("SELECT @@collation_database").get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** MariaDB's catalog spells out that a column has no default. */
    private String defaultNull() {
        return mariaDb() ? " default NULL" : "";
    }
}
