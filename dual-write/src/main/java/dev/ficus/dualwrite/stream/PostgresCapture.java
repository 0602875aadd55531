package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.StreamSettings;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Table;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the write-ahead log of PostgreSQL for one domain, through the slot and the publication of {@link ReverseSlot}.
 * It connects and reads in a thread of its own, which waits while too much is read that nobody has polled, and goes on
 * telling the server meanwhile that it is there.
 *
 * <p>A position is the end of a commit, the same that PostgreSQL calls {@code confirmed_flush_lsn}. While nothing of the
 * domain happens, {@link #position} follows the server's keepalives, so that the slot holds no log back. Of a large
 * transaction the most is held on disk.
 */
public final class PostgresCapture implements Capture {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final SlotConnection connection;
    private final PostgresFailures failures;
    private final PendingTransaction pending;
    private final PostgresReader reader;
    private final ChangeQueue queue;
    private final LogSequenceNumber start;
    private final Thread thread;
    private volatile boolean inTransaction;

    /**
     * Begins to read at once.
     *
     * @param tables as MySQL's catalog has them
     * @param slot its name, from {@link ReverseSlot#name}
     * @param start the end of the last commit that was applied; nothing before it is delivered
     * @param memory how much is read ahead, and where the rest goes
     */
    public PostgresCapture(
            PostgresServer server,
            List<Table> tables,
            String domain,
            String slot,
            LogSequenceNumber start,
            CaptureRules rules,
            StreamSettings memory) {
        this(server, tables, domain, slot, start, rules, memory.memory() / 4, SpillSpace.of(memory));
    }

    /** With {@link StreamSettings#DEFAULT}; stops at a TRUNCATE. */
    PostgresCapture(
            PostgresServer server,
            List<Table> tables,
            String domain,
            String slot,
            LogSequenceNumber start,
            EchoRule rule) {
        this(server, tables, domain, slot, start, new CaptureRules(rule, Truncates.STOP), StreamSettings.DEFAULT);
    }

    /** @param capacity about how many bytes are read ahead */
    PostgresCapture(
            PostgresServer server,
            List<Table> tables,
            String domain,
            String slot,
            LogSequenceNumber start,
            CaptureRules rules,
            long capacity,
            SpillSpace space) {
        this.start = start;
        this.queue = new ChangeQueue(capacity, start);
        this.pending = new PendingTransaction(rules.echoes(), space);
        this.reader = new PostgresReader(tables, domain, pending, rules.truncates());
        this.failures = new PostgresFailures(domain, slot);
        this.connection = new SlotConnection(
                server, slot, ReverseSlot.publication(domain), start, new SlotCheck(domain, slot, tables));
        this.thread = new Thread(this::run, "ficus-capture-" + domain);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Optional<SourceTransaction> poll(Duration timeout) {
        try {
            return queue.poll(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /**
     * What the server has sent is read before the state of the queue, and a transaction leaves {@code inTransaction} only
     * when it is in the queue: so nothing that is still on its way lies before the answer.
     */
    @Override
    public Position position() {
        LogSequenceNumber received = connection.received();
        if (!inTransaction && !queue.failed()) {
            queue.advanceIfEmpty(received);
        }
        return queue.position();
    }

    @Override
    public void confirm(Position position) {
        connection.confirm((LogSequenceNumber) position);
    }

    @Override
    public void close() {
        queue.close();
        connection.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            connection.open();
            while (true) {
                read(connection.read());
            }
        } catch (ChangeQueue.Closed e) {
            connection.close();
        } catch (InterruptedException e) {
            fail(interrupted(e));
        } catch (Exception | Error e) {
            fail(e);
        } finally {
            pending.close();
        }
    }

    private void fail(Throwable cause) {
        queue.fail(failures.of(cause, queue.position()));
        connection.close();
    }

    private void read(ByteBuffer message) throws SQLException, InterruptedException {
        PgOutput decoded = PgOutputDecoder.decode(message);
        if (decoded instanceof PgOutput.Begin) {
            inTransaction = true;
        }
        Optional<SourceTransaction> transaction = reader.read(decoded);
        if (transaction.isPresent()) {
            deliverUnlessKnown(transaction.get());
        }
        if (decoded instanceof PgOutput.Commit commit) {
            queue.advance(new LogSequenceNumber(commit.end()));
            inTransaction = false;
        }
    }

    /** The slot may begin a while before the start. */
    private void deliverUnlessKnown(SourceTransaction transaction) throws SQLException, InterruptedException {
        if (transaction.position().compareTo(start) > 0) {
            deliver(transaction);
        } else {
            transaction.changes().close();
        }
    }

    /** A server that hears nothing for {@code wal_sender_timeout} ends the connection. */
    private void deliver(SourceTransaction transaction) throws SQLException, InterruptedException {
        while (!queue.offer(transaction, transaction.weight(), SIGN_OF_LIFE)) {
            connection.signOfLife();
        }
    }

    private static FicusException interrupted(InterruptedException e) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "the wait for changes was interrupted",
                "the stream",
                "start it again: ficus sync",
                e);
    }
}
