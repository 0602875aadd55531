package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.LockContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Two runs at once, and runs that are killed inside a statement. The other run is a process of its own. */
class MysqlLockIT extends LockContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected SqlDialect dialect() {
        return new MysqlDialect();
    }

    @Test
    void killBetweenTwoStatementsIsSeenAsHalfAppliedAndFreesTheLock() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);\nSELECT GET_LOCK('ficus test', 600);\nCREATE TABLE u (id int);");
        try (Connection blocker = connect()) {
            count(blocker, "SELECT GET_LOCK('ficus test', 0)");
            Process child = child("up", PATIENT);
            await(
                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO = 'SELECT GET_LOCK(''ficus test'', 600)'");
            assertThat(states()).as("a run that goes on is not half applied").containsExactly(ChangeState.PENDING);
            kill(child);
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        assertThat(states()).containsExactly(ChangeState.HALF_APPLIED);
        FicusException refused =
                refused(ErrorCode.CHANGE_HALF_APPLIED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
        assertThat(refused.problem().what())
                .isEqualTo("change V1__t is half applied: 1 of 3 statements ran, then the run was cut off");
        assertThat(count("SELECT COUNT(*) FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = database() AND TABLE_NAME IN ('t', 'u')"))
                .as("what the message says")
                .isOne();
    }

    @Test
    void killInsideADefinitionIsToldAsUnknown() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);\nALTER TABLE busy ADD c int;\nCREATE TABLE u (id int);");
        try (Connection blocker = connect();
                Statement statement = blocker.createStatement()) {
            statement.execute("CREATE TABLE busy (id int)");
            blocker.setAutoCommit(false);
            count(blocker, "SELECT COUNT(*) FROM busy");
            Process child = child("up", PATIENT);
            await("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE busy%'");
            kill(child);
            blocker.rollback();
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        FicusException refused =
                refused(ErrorCode.CHANGE_HALF_APPLIED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
        assertThat(refused.problem().what())
                .isEqualTo(
                        "change V1__t is half applied: 1 of 3 statements ran, then the run was cut off in statement 2,"
                                + " which may or may not have run: ALTER TABLE busy ADD c int");
    }

    @Test
    void killedRunOfDataAloneLeavesNothing() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        up();
        write(
                "V2__fill.sql",
                "INSERT INTO t VALUES (1);\nSELECT GET_LOCK('ficus test', 600);\nINSERT INTO t VALUES (2);");
        try (Connection blocker = connect()) {
            count(blocker, "SELECT GET_LOCK('ficus test', 0)");
            Process child = child("up", PATIENT);
            await(
                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO = 'SELECT GET_LOCK(''ficus test'', 600)'");
            kill(child);
            await("SELECT IS_FREE_LOCK('ficus history " + blocker.getCatalog() + "')");
        }
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.PENDING);
        assertThat(up().applied()).hasSize(1);
        assertThat(count("SELECT COUNT(*) FROM t")).isEqualTo(2);
    }

    private Connection connect() {
        return Connections.open(database(), new Properties());
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return count(connection, sql);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
