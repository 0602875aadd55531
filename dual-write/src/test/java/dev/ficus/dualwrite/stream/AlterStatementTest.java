package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlterStatementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD COLUMN a INT DEFAULT 5, DROP COLUMN b",
                "alter table `t` rename column a to b",
                "ALTER TABLE t RENAME INDEX a TO b, RENAME KEY c TO d",
                "ALTER TABLE t MODIFY a BIGINT, COMMENT = 'TRUNCATE, ENGINE'",
                "SET STATEMENT max_statement_time = 5 FOR ALTER TABLE t ADD INDEX (a)",
                "ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (5))",
            })
    void columnsKeysAndOptionsTakeNoRow(String sql) {
        assertThat(AlterStatement.keepsRows(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE TABLE t",
                "DROP TABLE t",
                "RENAME TABLE t TO u",
                "CREATE TABLE t (id INT)",
                "DROP DATABASE d",
                "ALTER TABLE t RENAME TO u",
                "ALTER TABLE t RENAME u",
                "ALTER TABLE t DROP PARTITION p1",
                "ALTER TABLE t TRUNCATE PARTITION p1",
                "ALTER TABLE t EXCHANGE PARTITION p1 WITH TABLE u",
                "ALTER TABLE t DISCARD TABLESPACE",
                "ALTER IGNORE TABLE t ADD UNIQUE (a)",
                "ALTER TABLE t ENGINE = BLACKHOLE",
                "ALTER TABLE t CONVERT PARTITION p1 TO TABLE u",
                "SET STATEMENT max_statement_time = 5 FOR TRUNCATE t",
            })
    void whateverMayTakeRowsIsNeverPassed(String sql) {
        assertThat(AlterStatement.keepsRows(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD INDEX (a, b), DROP KEY c",
                "alter table `d`.`t` add unique key u (a), algorithm = inplace, lock = none",
                "ALTER TABLE IF EXISTS t ADD CONSTRAINT c CHECK (a > 1)",
                "ALTER TABLE t COMMENT = 'DROP COLUMN a'",
                "SET STATEMENT max_statement_time = 5 FOR ALTER TABLE t RENAME INDEX a TO b",
            })
    void keysAndOptionsLeaveColumnsAlone(String sql) {
        assertThat(AlterStatement.mayChangeColumns(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD INDEX (a, b), DROP c",
                "ALTER TABLE t DROP COLUMN a",
                "ALTER TABLE t ADD a INT",
                "ALTER TABLE d.t MODIFY a INT AFTER b",
                "ALTER TABLE t CHANGE a b INT",
                "ALTER TABLE t RENAME COLUMN a TO b",
                "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4",
                "ALTER TABLE t RENAME TO u",
                "DROP TABLE t",
                "CREATE TABLE t (id INT)",
                "RENAME TABLE t TO u",
                "TRUNCATE t",
            })
    void whateverIsNotSurelyWithoutThemMayChangeColumns(String sql) {
        assertThat(AlterStatement.mayChangeColumns(sql)).isTrue();
    }
}
