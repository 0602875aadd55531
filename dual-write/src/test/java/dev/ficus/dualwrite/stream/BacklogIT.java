package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a stream has still to read, in bytes of the source's log. */
final class BacklogIT {
    private static final int BYTES = 20_000;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void backlogOfMysqlGrowsByWhatIsWrittenAlsoOverFiles() throws SQLException {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, body MEDIUMTEXT)");
        try (Connection mysql = fixture.mysql().open()) {
            BinlogPosition start = MysqlPosition.current(mysql);
            Backlog backlog = new Backlog(mysql);
            write(mysql, 1);
            assertThat(backlog.behind(start).orElseThrow()).isGreaterThan(BYTES);
            execute(mysql, "FLUSH BINARY LOGS");
            write(mysql, 2);

            assertThat(backlog.behind(start).orElseThrow())
                    .as("two rows in two files")
                    .isBetween(2L * BYTES, 20L * BYTES);
            assertThat(backlog.behind(new BinlogPosition("nothere.000001", 4, start.server(), start.gtids())))
                    .as("a file that the server does not have")
                    .isEmpty();
            assertThat(backlog.behind(new BinlogPosition(start.file(), 4, "another server", start.gtids())))
                    .isEmpty();
        }
    }

    @Test
    void backlogOfPostgresGrowsByWhatIsWritten() throws SQLException {
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, body text)");
        try (Connection postgres = fixture.postgres().open()) {
            LogSequenceNumber start =
                    LogSequenceNumber.parse(BinlogServer.text(postgres, "SELECT pg_current_wal_lsn()"));
            execute(postgres, "INSERT INTO t SELECT n, 'row ' || n FROM generate_series(1, 1000) n");

            assertThat(new Backlog(postgres).behind(start).orElseThrow()).isGreaterThan(BYTES);
        }
    }

    private static void write(Connection mysql, int id) throws SQLException {
        execute(mysql, "INSERT INTO t VALUES (" + id + ", REPEAT('x', " + BYTES + "))");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
