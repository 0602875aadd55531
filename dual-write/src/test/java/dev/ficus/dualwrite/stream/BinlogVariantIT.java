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

/** Ways of writing the binlog that MySQL and MariaDB do not share: read where they can be, refused where not. */
final class BinlogVariantIT {
    private static final String LONG_TEXT = "'" + "x".repeat(2000) + "'";

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final String domain = StranglerFixture.domain("variant");
    private Connection mysql;
    private List<Table> tables;
    private BinlogPosition start;

    @BeforeEach
    void prepare() throws SQLException {
        mysql = fixture.mysql().open();
        run(
                "CREATE TABLE t (id INT PRIMARY KEY, words TEXT, day DATE)",
                "CREATE TABLE docs (id INT PRIMARY KEY, doc JSON)");
        tables = fixture.tables("t");
        start = MysqlPosition.current(mysql);
    }

    @AfterEach
    void close() throws SQLException {
        mysql.close();
    }

    @Test
    void compressedTransactionsAreReadAndGoneOnBehind() throws SQLException {
        if (isMariaDb()) {
            run("SET GLOBAL log_bin_compress = ON");
        } else {
            run("SET SESSION binlog_transaction_compression = ON");
        }
        List<SourceTransaction> transactions;
        try {
            run("INSERT INTO docs VALUES (1, '{}')");
            insertLongRow();
            run("UPDATE t SET words = REPLACE(words, 'x', 'y')", "UPDATE t SET words = 'z' /* " + LONG_TEXT + " */");
            run("DELETE FROM t");
            run("INSERT INTO t VALUES (5, REPEAT('n', 60000), NULL)");
            transactions = upToBeat();
        } finally {
            if (isMariaDb()) {
                run("SET GLOBAL log_bin_compress = OFF");
            }
        }
        String x = "x".repeat(2000);
        assertThat(CaptureProbe.changes(transactions))
                .containsExactly(
                        "insert t id=1,words=" + x + ",day=1500-02-28",
                        "update t(1) id=1,words=" + x.replace('x', 'y') + ",day=1500-02-28",
                        "update t(1) id=1,words=z,day=1500-02-28",
                        "delete t(1)",
                        "insert t id=5,words=" + "n".repeat(60000) + ",day=NULL");
        restartBehind(transactions.get(transactions.size() - 1));
    }

    @Test
    void compressedStatementThatChangesATableIsSeen() throws SQLException {
        if (isMariaDb()) {
            run("SET GLOBAL log_bin_compress = ON");
        }
        try {
            run("ALTER TABLE t /* " + LONG_TEXT + " */ ADD COLUMN more INT");
        } finally {
            if (isMariaDb()) {
                run("SET GLOBAL log_bin_compress = OFF");
            }
        }
        try (MysqlCapture capture = capture()) {
            assertThat(CaptureProbe.failure(capture).code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL);
        }
    }

    @Test
    void updateOfPartsOfADocumentIsRefusedWhereItMayTouchTheDomain() throws SQLException {
        if (isMariaDb()) {
            assertThat(fixture.mysqlRows("SHOW VARIABLES LIKE 'binlog_row_value_options'"))
                    .as("MariaDB writes no partial rows")
                    .isEmpty();
            return;
        }
        run("INSERT INTO t VALUES (1, 'a', NULL)", "INSERT INTO docs VALUES (1, '{\"a\": 1}')");
        run("SET SESSION binlog_row_value_options = 'PARTIAL_JSON'");
        run("UPDATE docs SET doc = JSON_SET(doc, '$.a', 2)", "UPDATE t SET words = 'b'");

        try (MysqlCapture capture = capture()) {
            CaptureProbe.Failure failure = CaptureProbe.failure(capture);
            assertThat(failure.before()).containsExactly("insert t id=1,words=a,day=NULL");
            assertThat(failure.code()).isEqualTo(ErrorCode.BINLOG_SETTING_UNSUITABLE);
        }
    }

    private void restartBehind(SourceTransaction last) throws SQLException {
        start = (BinlogPosition) last.position();
        run("INSERT INTO t VALUES (2, 'after', NULL)");
        assertThat(CaptureProbe.changes(upToBeat())).containsExactly("insert t id=2,words=after,day=NULL");
    }

    private List<SourceTransaction> upToBeat() throws SQLException {
        long beat = Beats.send(mysql, domain);
        try (MysqlCapture capture = capture()) {
            return CaptureProbe.upToBeat(capture, beat);
        }
    }

    private void insertLongRow() throws SQLException {
        run("INSERT INTO t VALUES (1, " + LONG_TEXT + ", '1500-02-28')");
    }

    private boolean isMariaDb() {
        return fixture.mysqlRows("SELECT VERSION()").get(0).contains("MariaDB");
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
