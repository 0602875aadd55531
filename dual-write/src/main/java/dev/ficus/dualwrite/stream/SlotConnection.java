package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * The replication connection of one slot. One thread opens and reads; any thread may confirm and close. Confirmations
 * travel with the status that the reading thread sends about every second while messages come.
 */
final class SlotConnection implements AutoCloseable {
    private static final String SESSION = "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';"
            + " SET intervalstyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'";
    private static final String SLOT_IN_USE = "55006";
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(10);

    private final PostgresServer server;
    private final String slot;
    private final String publication;
    private final LogSequenceNumber start;
    private final SlotCheck check;
    private final Object lock = new Object();
    private @Nullable Connection connection;
    private volatile @Nullable PGReplicationStream stream;
    private volatile @Nullable LogSequenceNumber confirmed;
    private boolean closed;

    SlotConnection(PostgresServer server, String slot, String publication, LogSequenceNumber start, SlotCheck check) {
        this.server = server;
        this.slot = slot;
        this.publication = publication;
        this.start = start;
        this.check = check;
    }

    /** Connects and starts the slot; waits a while for a connection that has just been closed to let it go. */
    void open() throws SQLException, InterruptedException {
        Connection opened = server.openReplication();
        synchronized (lock) {
            connection = opened;
            if (closed) {
                close();
                throw new ChangeQueue.Closed();
            }
        }
        try (Statement statement = opened.createStatement()) {
            statement.execute(SESSION);
        }
        check.refuseUnlessWhole(opened, start);
        stream = start(opened);
        LogSequenceNumber early = confirmed;
        if (early != null) {
            confirm(early);
        }
    }

    /** The next message of pgoutput; waits for it. */
    ByteBuffer read() throws SQLException {
        ByteBuffer message = started().read();
        if (message == null) {
            throw new SQLException("the server ended the replication", "08006");
        }
        return message;
    }

    /** How far the server has come, by its messages and keepalives. */
    LogSequenceNumber received() {
        PGReplicationStream current = stream;
        return current == null
                ? start
                : new LogSequenceNumber(current.getLastReceiveLSN().asLong());
    }

    void confirm(LogSequenceNumber position) {
        confirmed = position;
        PGReplicationStream current = stream;
        if (current != null) {
            var lsn = org.postgresql.replication.LogSequenceNumber.valueOf(position.value());
            current.setFlushedLSN(lsn);
            current.setAppliedLSN(lsn);
        }
    }

    /** Called by the reading thread while it does not read. */
    void signOfLife() throws SQLException {
        started().forceUpdateStatus();
    }

    /** Cuts the connection, so that a waiting read ends. The driver's orderly end would wait for that read. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            Connection open = connection;
            if (open != null) {
                try {
                    open.abort(Runnable::run);
                } catch (SQLException e) {
                    throw new IllegalStateException("the connection could not be cut", e);
                }
            }
        }
    }

    private PGReplicationStream started() {
        PGReplicationStream current = stream;
        if (current == null) {
            throw new IllegalStateException("the slot is not started");
        }
        return current;
    }

    private PGReplicationStream start(Connection opened) throws SQLException, InterruptedException {
        long end = System.nanoTime() + SLOT_PATIENCE.toNanos();
        while (true) {
            try {
                return request(opened);
            } catch (SQLException e) {
                if (!SLOT_IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                if (System.nanoTime() > end) {
                    throw inUse(e);
                }
            }
            synchronized (lock) {
                lock.wait(100);
            }
        }
    }

    private PGReplicationStream request(Connection opened) throws SQLException {
        return opened.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withStartPosition(org.postgresql.replication.LogSequenceNumber.valueOf(start.value()))
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", publication)
                .withStatusInterval(1, TimeUnit.SECONDS)
                .withAutomaticFlush(false)
                .start();
    }

    /** Transient: a connection that broke without a word holds its slot until {@code wal_sender_timeout}. */
    private FicusException inUse(SQLException e) {
        return new FicusException(
                ErrorCode.SERVER_BUSY,
                "another process reads the replication slot " + slot,
                "PostgreSQL " + server.settings(),
                "end the other ficus sync, or wait until it is gone, then run the command again",
                e);
    }
}
