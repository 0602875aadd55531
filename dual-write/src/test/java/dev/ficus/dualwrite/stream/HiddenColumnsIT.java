package dev.ficus.dualwrite.stream;

import static dev.ficus.dualwrite.stream.CaptureProbe.changes;
import static dev.ficus.dualwrite.stream.CaptureProbe.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.BinlogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns that a query does not name or that nobody writes: where they stand in the rows of the binlog, on each server. */
final class HiddenColumnsIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("hidden");

    /** Both servers log a virtual column with its value, also where the statement does not touch it. */
    @Test
    void generatedColumnsArriveWithTheirValues() {
        create("CREATE TABLE t (id INT PRIMARY KEY, a INT, v INT GENERATED ALWAYS AS (a + 1) VIRTUAL, b VARCHAR(9),"
                + " w VARCHAR(20) GENERATED ALWAYS AS (concat(b, '!')) VIRTUAL,"
                + " s INT GENERATED ALWAYS AS (a * 2) STORED, c INT, KEY (w))");

        assertThat(captured(
                        "INSERT INTO t (id, a, b, c) VALUES (1, 10, 'x', 5), (2, NULL, NULL, 6)",
                        "UPDATE t SET c = 7 WHERE id = 1",
                        "UPDATE t SET a = 3 WHERE id = 2",
                        "DELETE FROM t WHERE id = 1"))
                .containsExactly(
                        "insert t id=1,a=10,v=11,b=x,w=x!,s=20,c=5",
                        "insert t id=2,a=NULL,v=NULL,b=NULL,w=NULL,s=NULL,c=6",
                        "update t(1) id=1,a=10,v=11,b=x,w=x!,s=20,c=7",
                        "update t(2) id=2,a=3,v=4,b=NULL,w=NULL,s=6,c=6",
                        "delete t(1)");
    }

    @Test
    void invisibleColumnsArriveInTheirPlace() {
        create("CREATE TABLE t (id INT PRIMARY KEY, a INT INVISIBLE, b INT)");

        assertThat(captured("INSERT INTO t (id, a, b) VALUES (1, 2, 3)", "INSERT INTO t VALUES (4, 5)"))
                .containsExactly("insert t id=1,a=2,b=3", "insert t id=4,a=NULL,b=5");
    }

    /** MySQL keeps a virtual column for each expression of an index, which neither its catalog nor its binlog shows. */
    @Test
    void columnsBehindFunctionalIndexesAreNotInTheBinlog() {
        create("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), c INT, j JSON)");
        if (fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB")) {
            assertThatThrownBy(() -> fixture.mysql("CREATE INDEX f ON t ((lower(name)))"))
                    .as("MariaDB has no such indexes")
                    .hasRootCauseInstanceOf(SQLException.class);
            return;
        }
        fixture.mysql(
                "CREATE INDEX f ON t ((lower(name)), (c + 1))",
                "CREATE INDEX g ON t ((cast(j->'$.a' AS UNSIGNED ARRAY)))",
                "ALTER TABLE t ADD COLUMN d INT, ADD COLUMN e INT AFTER id");

        assertThat(captured("INSERT INTO t VALUES (1, 7, 'Ab', 5, '{\"a\": [1, 2]}', 9)", "UPDATE t SET c = 6"))
                .containsExactly(
                        "insert t id=1,e=7,name=Ab,c=5,j={\"a\":[1,2]},d=9",
                        "update t(1) id=1,e=7,name=Ab,c=6,j={\"a\":[1,2]},d=9");
    }

    /** The client knows no COMPRESSED columns; a table that has one is nothing to us and must not stop the capture. */
    @Test
    void compressedColumnsOfOtherTablesStopNothing() {
        create("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        boolean mariadb = fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB");
        String compressed = mariadb ? " COMPRESSED" : "";
        fixture.mysql("CREATE TABLE other (a INT, b BLOB" + compressed + ", c VARCHAR(1000)" + compressed
                + ", d VARCHAR(9), e BIGINT)");

        assertThat(captured(
                        "INSERT INTO other VALUES (1, repeat('a', 500), repeat('b', 500), 'd', 7)",
                        "INSERT INTO t VALUES (1, 2)",
                        "UPDATE other SET c = 'x'",
                        "INSERT INTO t VALUES (2, 3)"))
                .containsExactly("insert t id=1,a=2", "insert t id=2,a=3");
    }

    /** MariaDB alone can still write the format from before MySQL 5.6. */
    @Test
    void oldTemporalFormatStopsTheCapture() {
        boolean mariadb = !fixture.mysqlRows("SHOW VARIABLES LIKE 'mysql56_temporal_format'")
                .isEmpty();
        String format = mariadb ? "SET GLOBAL mysql56_temporal_format = " : "SET @mysql56_temporal_format = ";
        try {
            fixture.mysql(format + "0", "CREATE TABLE t (id INT PRIMARY KEY, d DATETIME(3))");
        } finally {
            fixture.mysql(format + "1");
        }
        String insert = "INSERT INTO t VALUES (1, '2024-01-01')";

        if (mariadb) {
            assertThatThrownBy(() -> captured(insert))
                    .isInstanceOf(FicusException.class)
                    .hasMessageContaining("STREAM_STOPPED_BY_DDL")
                    .hasMessageContaining("has another type for column d than the catalog");
        } else {
            assertThat(captured(insert)).containsExactly("insert t id=1,d=2024-01-01 00:00:00");
        }
    }

    private void create(String table) {
        fixture.mysql(table);
    }

    /** What the capture tells of these statements. */
    private List<String> captured(String... statements) {
        BinlogPosition start;
        try (Connection mysql = fixture.mysql().open()) {
            start = MysqlPosition.current(mysql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        try (MysqlCapture capture = new MysqlCapture(
                fixture.mysql(), fixture.mysqlDatabase(), fixture.tables("t"), domain, start, EchoRule.SKIP_MARKED)) {
            fixture.mysql(statements);
            long expected = List.of(statements).stream()
                    .filter(sql -> sql.contains(" t "))
                    .count();
            List<String> changes = new ArrayList<>();
            for (long i = 0; i < expected; i++) {
                changes.addAll(changes(List.of(next(capture))));
            }
            return changes;
        }
    }
}
