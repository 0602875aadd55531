package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.DriftContract;
import dev.ficus.sandbox.SharedServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MysqlDriftIT extends DriftContract {
    private static final List<String> AFTERWARDS_ON_MARIADB = List.of(
            "UNEXPECTED table extra: => table InnoDB, utf8mb4_general_ci, row format dynamic",
            "CHANGED view glad: select `p`.`id` AS `id`,`p`.`name` AS `name`,'keep `this`.' AS `text` from `people` `p` where `p`.`mood` = 'glad' with cascaded check option sql security definer => "
                    + "select `p`.`id` AS `id`,`p`.`name` AS `name`,'keep `this`.' AS `text` from `people` `p` sql security definer",
            "CHANGED event later: every 1 day disabled on completion not preserve do DELETE FROM plain => "
                    + "every 1 day enabled on completion not preserve do DELETE FROM plain",
            "CHANGED table log: table InnoDB, utf8mb4_general_ci, row format compressed, row_format=COMPRESSED partitioned, partition by RANGE (`at`): old 100, new MAXVALUE => "
                    + "table InnoDB, utf8mb4_general_ci, row format compressed, row_format=COMPRESSED partitioned, partition by RANGE (`at`): new MAXVALUE",
            "MISSING procedure nothing: (in a int(11), out b int(11)) contains sql sql security definer: SELECT 1 INTO b => "
                    + "",
            "CHANGED sequence numbers: start 10 increment 5 minvalue 1 maxvalue 100 cache 1000 cycle => "
                    + "start 10 increment 7 minvalue 1 maxvalue 100 cache 1000 cycle",
            "CHANGED index people.by_bio: index (bio(10)) btree => index (bio(20)) btree",
            "CHANGED column people.changed: timestamp not null default current_timestamp() on update current_timestamp() => "
                    + "timestamp not null default current_timestamp()",
            "MISSING foreign key people.known: (plain_id) references plain (id) on delete cascade on update restrict => "
                    + "",
            "MISSING index people.known: index (plain_id) btree => ",
            "CHANGED column people.mood: enum('sad','glad') collate utf8mb4_general_ci default NULL => "
                    + "enum('sad','glad','odd') collate utf8mb4_general_ci default NULL",
            "UNEXPECTED index people.more: => unique (plain_id, id) btree",
            "CHANGED column people.name: varchar(20) collate latin1_bin not null default 'x' => "
                    + "varchar(20) collate latin1_bin not null default 'y'",
            "UNEXPECTED column people.note: => int(11) default NULL",
            "MISSING check people.short: octet_length(`name`) < 20 => ",
            "CHANGED trigger people.touched: before update: SET NEW.bio = 'touched' => "
                    + "before update: SET NEW.bio = 'more'",
            "MISSING index people.words: index (bio) fulltext => ",
            "CHANGED table plain: table InnoDB, utf8mb4_general_ci, row format dynamic => "
                    + "table MyISAM, utf8mb4_general_ci, row format fixed",
            "CHANGED function twice: (in a int(11)) returns int(11) deterministic no sql sql security definer: RETURN a * 2 => "
                    + "(in a int(11)) returns int(11) deterministic no sql sql security definer: RETURN a * 3");

    private static final List<String> AFTERWARDS_ON_MYSQL = List.of(
            "UNEXPECTED table extra: => table InnoDB, utf8mb4_0900_ai_ci, row format dynamic",
            "CHANGED view glad: select `p`.`id` AS `id`,`p`.`name` AS `name`,'keep `this`.' AS `text` from `people` `p` where (`p`.`mood` = 'glad') with cascaded check option sql security definer => "
                    + "select `p`.`id` AS `id`,`p`.`name` AS `name`,'keep `this`.' AS `text` from `people` `p` sql security definer",
            "CHANGED event later: every 1 day disabled on completion not preserve do DELETE FROM plain => "
                    + "every 1 day enabled on completion not preserve do DELETE FROM plain",
            "CHANGED table log: table InnoDB, utf8mb4_0900_ai_ci, row format compressed, row_format=COMPRESSED partitioned, partition by RANGE (`at`): old 100, new MAXVALUE => "
                    + "table InnoDB, utf8mb4_0900_ai_ci, row format compressed, row_format=COMPRESSED partitioned, partition by RANGE (`at`): new MAXVALUE",
            "MISSING procedure nothing: (in a int, out b int) contains sql sql security definer: SELECT 1 INTO b => "
                    + "",
            "CHANGED index people.by_bio: index (bio(10)) btree => index (bio(20)) btree",
            "CHANGED column people.changed: timestamp not null default CURRENT_TIMESTAMP DEFAULT_GENERATED on update CURRENT_TIMESTAMP => "
                    + "timestamp not null default CURRENT_TIMESTAMP DEFAULT_GENERATED",
            "MISSING foreign key people.known: (plain_id) references plain (id) on delete cascade on update no action => "
                    + "",
            "MISSING index people.known: index (plain_id) btree => ",
            "CHANGED column people.mood: enum('sad','glad') collate utf8mb4_0900_ai_ci => "
                    + "enum('sad','glad','odd') collate utf8mb4_0900_ai_ci",
            "UNEXPECTED index people.more: => unique (plain_id, id) btree",
            "CHANGED column people.name: varchar(20) collate latin1_bin not null default x => "
                    + "varchar(20) collate latin1_bin not null default y",
            "UNEXPECTED column people.note: => int",
            "MISSING check people.short: (length(`name`) < 20) => ",
            "CHANGED trigger people.touched: before update: SET NEW.bio = 'touched' => "
                    + "before update: SET NEW.bio = 'more'",
            "MISSING index people.words: index (bio) fulltext => ",
            "CHANGED table plain: table InnoDB, utf8mb4_0900_ai_ci, row format dynamic => "
                    + "table MyISAM, utf8mb4_0900_ai_ci, row format fixed",
            "CHANGED function twice: (in a int) returns int deterministic no sql sql security definer: RETURN a * 2 => "
                    + "(in a int) returns int deterministic no sql sql security definer: RETURN a * 3");

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
                """ + (mariaDb() ? "CREATE SEQUENCE numbers START 10 INCREMENT 5 MAXVALUE 100 CYCLE;\n" : "");
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
                "CREATE TABLE extra (id int PRIMARY KEY, name varchar(3))",
                mariaDb() ? "ALTER SEQUENCE numbers INCREMENT 7" : "SELECT 1");
    }

    @Override
    protected List<String> afterwards() {
        return mariaDb() ? AFTERWARDS_ON_MARIADB : AFTERWARDS_ON_MYSQL;
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
        DatabaseSettings scratch = SharedServers.server(kind()).freshDatabase("scratch");
        refused(ErrorCode.CHANGE_FAILED, history -> history.drift(Optional.of(scratch), Progress.SILENT));
        assertThat(column("SELECT id FROM orders"))
                .as("beside, and on a scratch of the same server")
                .isEmpty();
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
