package dev.ficus.migrations.postgres;

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
class PostgresLockIT extends LockContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected SqlDialect dialect() {
        return new PostgresDialect();
    }

    @Test
    void killedRunLeavesNeitherItsLockNorAnythingOfItsChange() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);\nSELECT pg_advisory_lock(1);\nCREATE TABLE u (id int);");
        Process child;
        try (Connection blocker = connect()) {
            count(blocker, "SELECT count(pg_advisory_lock(1))");
            child = child("up", PATIENT);
            await("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
            kill(child);
            await("SELECT (count(*) = 0)::int FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2");
        }
        assertThat(states()).containsExactly(ChangeState.PENDING);
        assertThat(up().applied()).hasSize(1);
    }

    @Test
    void killedRunOfAChangeWithoutATransactionIsSeenAsHalfApplied() throws Exception {
        write(
                "V1__t.sql",
                "-- ficus: no-transaction\nCREATE TABLE t (id int);\nSELECT pg_advisory_lock(1);\nCREATE TABLE u (id int);");
        Process child;
        try (Connection blocker = connect()) {
            count(blocker, "SELECT count(pg_advisory_lock(1))");
            child = child("up", PATIENT);
            await("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
            assertThat(states()).as("a run that goes on is not half applied").containsExactly(ChangeState.PENDING);
            kill(child);
            await("SELECT (count(*) = 0)::int FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2");
        }
        assertThat(states()).containsExactly(ChangeState.HALF_APPLIED);
        FicusException refused =
                refused(ErrorCode.CHANGE_HALF_APPLIED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
        assertThat(refused.problem().what())
                .isEqualTo(
                        "change V1__t is half applied: 1 of 3 statements ran, then the run was cut off in statement 2,"
                                + " which may or may not have run: SELECT pg_advisory_lock(1)");
    }

    private Connection connect() {
        return Connections.open(database(), new Properties());
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
