package dev.ficus.dualwrite.backfill;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.dualwrite.StranglerFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** What PostgreSQL takes for a standby: it receives the log, says so, and replays nothing after the first moment. */
final class SlowStandby implements AutoCloseable {
    private static final long BETWEEN_REPORTS = TimeUnit.MILLISECONDS.toNanos(10);

    private final StranglerFixture fixture;
    private final Thread thread = new Thread(this::receive, "slow-standby");
    private volatile boolean behind;
    private volatile boolean closed;

    SlowStandby(StranglerFixture fixture) {
        this.fixture = fixture;
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns once it is so far behind. */
    void fallBehind(long seconds) {
        LimitsIT.awaitThat(() -> fixture.postgresRows("SELECT 1 FROM pg_stat_replication WHERE replay_lsn IS NOT NULL")
                        .size()
                > 0);
        behind = true;
        LimitsIT.awaitThat(() -> {
            fixture.postgres("SELECT pg_logical_emit_message(true, 'standby', 'x')");
            return seconds() >= seconds;
        });
    }

    long seconds() {
        return Long.parseLong(fixture.postgresRows(
                        "SELECT coalesce(max(extract(epoch FROM replay_lag)), 0)::bigint FROM pg_stat_replication")
                .get(0));
    }

    private void receive() {
        Properties properties = new Properties();
        properties.setProperty("replication", "true");
        properties.setProperty("assumeMinServerVersion", "14");
        properties.setProperty("preferQueryMode", "simple");
        LogSequenceNumber start = LogSequenceNumber.valueOf(
                fixture.postgresRows("SELECT pg_current_wal_flush_lsn()").get(0));
        try (Connection connection = Connections.open(fixture.to(), properties);
                PGReplicationStream stream = connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .physical()
                        .withStartPosition(start)
                        .start()) {
            while (!closed) {
                while (stream.readPending() != null) {
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
                    if (!behind) {
                        stream.setAppliedLSN(stream.getLastReceiveLSN());
                    }
                }
                stream.forceUpdateStatus();
                LockSupport.parkNanos(BETWEEN_REPORTS);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
