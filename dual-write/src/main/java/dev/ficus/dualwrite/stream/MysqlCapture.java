package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.StreamSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binlog of MySQL or MariaDB for one domain, from a position that stands between two transactions. It connects
 * and reads in a thread of its own, which waits while too much is read that nobody has polled.
 *
 * <p>The client's own ways to go on after trouble are all shut: it does not reconnect, and an exception of ours, an
 * event that it cannot decode and a broken connection each end the capture. Compressed transactions, GTIDs and log
 * rotation are followed. Of a large transaction the most is held on disk.
 */
public final class MysqlCapture implements Capture {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final BinlogConnection connection;
    private final BinlogFailures failures;
    private final PendingTransaction pending;
    private final BinlogReader reader;
    private final ChangeQueue queue;
    private final BinlogTables tables;
    private final LookAhead ahead;
    /** Under way; set by the thread that reads. */
    private volatile @Nullable StructureScan scan;

    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins to read at once.
     *
     * @param database the MySQL database of the domain's tables
     * @param tables as the catalog has them now
     * @param start just behind a commit; on a server that took the place of its server it is found by its GTIDs
     * @param memory how much is read ahead, and where the rest goes
     */
    public MysqlCapture(
            MysqlServer server,
            String database,
            List<Table> tables,
            String domain,
            BinlogPosition start,
            CaptureRules rules,
            StreamSettings memory) {
        this(server, database, tables, domain, start, rules, memory.memory() / 4, SpillSpace.of(memory));
    }

    /** With {@link StreamSettings#DEFAULT}; stops at a TRUNCATE. */
    MysqlCapture(
            MysqlServer server,
            String database,
            List<Table> tables,
            String domain,
            BinlogPosition start,
            EchoRule rule) {
        this(server, database, tables, domain, start, new CaptureRules(rule, Truncates.STOP), StreamSettings.DEFAULT);
    }

    /** @param capacity about how many bytes are read ahead */
    MysqlCapture(
            MysqlServer server,
            String database,
            List<Table> tables,
            String domain,
            BinlogPosition start,
            CaptureRules rules,
            long capacity,
            SpillSpace space) {
        BinlogTables tracked = new BinlogTables(database, tables, MysqlPosition.foldsNames(server));
        BinlogRefusal refusal = new BinlogRefusal(domain, database);
        BinlogStart from = BinlogStart.of(server, start, refusal);
        this.queue = new ChangeQueue(capacity, from.position());
        this.pending = new PendingTransaction(rules.echoes(), space);
        this.reader = new BinlogReader(tracked, domain, refusal, from, pending, rules, new Delivery());
        this.failures = new BinlogFailures(server.settings(), refusal);
        this.connection = new BinlogConnection(server.settings(), from, tracked::wanted, new Listener());
        this.tables = tracked;
        this.ahead = () -> rules.stopsAtAlter() ? scan(server, from, tracked) : Optional.empty();
        this.thread = new Thread(this::run, "ficus-capture-" + domain);
        thread.setDaemon(true);
        thread.start();
    }

    private interface LookAhead {
        Optional<StructureScan> begin();
    }

    /** The catalog was read before, so every change that it shows stands before the end of the log as it is now. */
    private static Optional<StructureScan> scan(MysqlServer server, BinlogStart start, BinlogTables tables) {
        try (Connection mysql = server.open();
                Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE 'binlog_row_metadata'")) {
            if (row.next() && row.getString(2).equals("FULL")) {
                return Optional.empty();
            }
            BinlogPosition end = MysqlPosition.current(mysql);
            return StructureScan.needed(start, end)
                    ? Optional.of(new StructureScan(server.settings(), start, tables, end))
                    : Optional.empty();
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "the stream", ErrorCode.CONNECTION_LOST, "check the server; the stream begins again");
        }
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

    @Override
    public Optional<Position> behindStatement() {
        return reader.behindStatement();
    }

    @Override
    public Position position() {
        return queue.position();
    }

    /** MySQL keeps its binlog by age and does not ask. */
    @Override
    public void confirm(Position position) {}

    @Override
    public void close() {
        closed = true;
        queue.close();
        StructureScan begun = scan;
        if (begun != null) {
            begun.close();
        }
        connection.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            lookAhead();
            if (!closed) {
                connection.run();
            }
            fail(new IOException("the server ended the connection"));
        } catch (Exception | Error e) {
            fail(e);
        } finally {
            pending.close();
        }
    }

    private void lookAhead() throws IOException {
        StructureScan begun = closed ? null : ahead.begin().orElse(null);
        scan = begun;
        if (begun != null && !closed) {
            tables.changed(begun.run());
        }
    }

    /** The first failure stays; what follows it is its consequence. */
    private void fail(Throwable cause) {
        queue.fail(failures.of(cause, reader.position()));
    }

    private static FicusException interrupted(InterruptedException e) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "the wait for changes was interrupted",
                "the stream",
                "start it again: ficus sync",
                e);
    }

    private final class Delivery implements BinlogReader.Sink {
        @Override
        public void deliver(SourceTransaction transaction, long weight) {
            try {
                boolean taken = false;
                while (!taken) {
                    taken = queue.offer(transaction, weight, FOREVER);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
        }

        @Override
        public void advance(BinlogPosition position) {
            queue.advance(position);
        }
    }

    /** The client swallows what its listeners throw, so nothing is thrown here: the connection is ended. */
    private final class Listener implements BinlogConnection.Listener {
        @Override
        public void connected(BinaryLogClient client) {
            if (closed) {
                connection.close();
            }
        }

        @Override
        public void event(Event event) {
            if (closed || queue.failed()) {
                return;
            }
            try {
                reader.read(event);
            } catch (ChangeQueue.Closed e) {
                connection.close();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
            connection.close();
        }
    }
}
