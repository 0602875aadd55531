package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops a capture of MySQL, and what does not. */
final class MysqlStopIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("stop");
    private Connection mysql;
    private List<Table> tables;
    private BinlogPosition start;

    @BeforeEach
    void prepare() throws SQLException {
        mysql = fixture.mysql().open();
        run("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))", "CREATE TABLE other (id INT PRIMARY KEY)");
        tables = fixture.tables("t");
        start = MysqlPosition.current(mysql);
    }

    @AfterEach
    void close() throws SQLException {
        mysql.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD COLUMN note TEXT",
                "ALTER TABLE `t` MODIFY name VARCHAR(30)",
                "DROP TABLE t",
                "DROP TABLE other, t",
                "TRUNCATE t",
                "TRUNCATE TABLE t",
                "RENAME TABLE t TO u",
                "RENAME TABLE t TO u, other TO t",
                "ALTER TABLE t RENAME TO u",
            })
    void changedStructureStopsTheStreamAfterWhatCameBefore(String ddl) throws SQLException {
        run("INSERT INTO t VALUES (1, 'ana')", "INSERT INTO other VALUES (1)", ddl);

        CaptureProbe.Failure failure = failure();

        assertThat(failure.before()).containsExactly("insert t id=1,name=ana");
        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
        assertThat(failure.exception().problem().what())
                .as("the statement as the server logged it")
                .contains(ddl.substring(0, ddl.indexOf(' ')));
        assertThat(failure.exception().problem().fix()).contains("ficus backfill " + domain + " --restart");
    }

    @Test
    void structureChangedFromAnotherDatabaseStopsTheStream() throws SQLException {
        run("USE ficus", "ALTER TABLE " + tables.get(0).mysqlName() + " ADD COLUMN x INT");

        assertThat(failure().code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
    }

    @Test
    void droppedDatabaseStopsTheStream() throws SQLException {
        try (MysqlCapture capture = capture()) {
            run("DROP DATABASE " + fixture.mysqlDatabase());

            assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX by_name ON t (name)",
                "CREATE TRIGGER watch BEFORE INSERT ON t FOR EACH ROW SET NEW.name = UPPER(NEW.name)",
                "ANALYZE TABLE t",
                "OPTIMIZE TABLE t",
                "ALTER TABLE other ADD COLUMN t INT",
                "RENAME TABLE other TO another",
                "CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY)",
                "CREATE TEMPORARY TABLE t (id INT PRIMARY KEY)",
                "CREATE VIEW v AS SELECT id FROM t",
            })
    void harmlessStatementsDoNotStopTheStream(String sql) throws SQLException {
        run(sql);
        if (sql.startsWith("CREATE TEMPORARY")) {
            run("DROP TEMPORARY TABLE t");
        }
        run("INSERT INTO t VALUES (1, 'ana')");
        long beat = Beats.send(mysql, domain);

        try (MysqlCapture capture = capture()) {
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat)))
                    .singleElement()
                    .asString()
                    .startsWith("insert t id=1");
        }
    }

    @Test
    void tableThatIsNotAsTheCatalogSaysStopsTheStream() throws SQLException {
        run("INSERT INTO t VALUES (1, 'ana')");
        run("ALTER TABLE t ADD COLUMN later INT");
        tables = fixture.tables("t");

        CaptureProbe.Failure failure = failure();

        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
        assertThat(failure.exception()).hasMessageContaining("has 2 columns in the binlog and 3 in the catalog");
    }

    @Test
    void rowsLoggedAsAStatementAreRefused() throws SQLException {
        run("SET SESSION binlog_format = 'STATEMENT'", "INSERT INTO other VALUES (1)");
        run("INSERT INTO t VALUES (1, 'a secret')");

        CaptureProbe.Failure failure = failure();

        assertThat(failure.code()).isEqualTo(ErrorCode.BINLOG_NOT_ROW);
        assertThat(failure.exception()).as("no value of a row").hasMessageNotContaining("secret");
    }

    @Test
    void rowsWithoutAllTheirColumnsAreRefused() throws SQLException {
        run("INSERT INTO t VALUES (1, 'ana')", "SET SESSION binlog_row_image = 'MINIMAL'", "UPDATE t SET name = 'bo'");

        CaptureProbe.Failure failure = failure();

        assertThat(failure.before()).containsExactly("insert t id=1,name=ana");
        assertThat(failure.code()).isEqualTo(ErrorCode.BINLOG_SETTING_UNSUITABLE);
        assertThat(failure.exception().problem().fix()).contains("SET GLOBAL binlog_row_image = 'FULL'");
    }

    @Test
    void transactionPreparedInTwoPhasesIsRefused() throws SQLException {
        String xid = "'" + domain + "'";
        run("XA START " + xid, "INSERT INTO t VALUES (1, 'ana')", "XA END " + xid, "XA PREPARE " + xid);
        run("XA COMMIT " + xid);

        assertThat(failure().code()).isEqualTo(ErrorCode.XA_UNSUPPORTED);
    }

    @Test
    void transactionPreparedInTwoPhasesOnOtherTablesIsPassedOver() throws SQLException {
        String xid = "'" + domain + "'";
        run("XA START " + xid, "INSERT INTO other VALUES (1)", "XA END " + xid, "XA PREPARE " + xid);
        run("XA COMMIT " + xid);
        run("XA START " + xid, "INSERT INTO t VALUES (1, 'ana')", "XA END " + xid, "XA COMMIT " + xid + " ONE PHASE");
        long beat = Beats.send(mysql, domain);

        try (MysqlCapture capture = capture()) {
            assertThat(CaptureProbe.changes(CaptureProbe.upToBeat(capture, beat)))
                    .containsExactly("insert t id=1,name=ana");
        }
    }

    private CaptureProbe.Failure failure() {
        try (MysqlCapture capture = capture()) {
            return CaptureProbe.failure(capture);
        }
    }

    private MysqlCapture capture() {
        return new MysqlCapture(fixture.mysql(), tables.get(0).database(), tables, domain, start, EchoRule.SKIP_MARKED);
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = mysql.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
