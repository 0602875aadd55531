package dev.ficus.cli.storm;

import dev.ficus.cli.Waiting;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application of the storm. It writes on one side until a fence refuses it, then on the other, and comes back after every
 * break. A COMMIT without an answer is unknown to it: it looks whether the transaction is there before it does anything else.
 */
final class StormApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StormApplication.class);
    private static final Duration PACE = Duration.ofMillis(5);
    private static final Duration RETRY = Duration.ofMillis(50);
    /** Lock waits and deadlocks, which an application tries again. */
    private static final Set<String> PASSING = Set.of("40001", "41000", "40P01", "55P03");

    private final List<DatabaseSettings> sides;
    private final Book book;
    private final StormWrites writes;
    private final AtomicLong accepted = new AtomicLong();
    private int side;
    private long number;
    private long unknowns;
    private OptionalLong unknown = OptionalLong.empty();
    private final AtomicBoolean large = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable Throwable fault;
    private @Nullable Connection open;
    private @Nullable Thread thread;

    /** @param sides MySQL and PostgreSQL; the first one owns the rows at the beginning */
    StormApplication(List<DatabaseSettings> sides, Book book, StormWrites writes) {
        this.sides = sides;
        this.book = book;
        this.writes = writes;
    }

    Book book() {
        return book;
    }

    long transactions() {
        return accepted.get();
    }

    /** COMMITs whose answer did not come. */
    long unknowns() {
        return unknowns;
    }

    /** The first rows, in one transaction. */
    void seed(int rows) throws SQLException {
        try (Connection connection = Connections.open(sides.get(0), new Properties());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO narrow VALUES (0, 0)");
            book.put("narrow", "0", "0");
            for (int i = 0; i < rows; i++) {
                writes.insert(connection, StormTables.NAMES.get(i % StormTables.NAMES.size()), i);
            }
            connection.commit();
            book.accepted();
        }
    }

    void start() {
        stopped = false;
        Thread started = new Thread(this::work, "storm-application");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** The next transaction is a large one. */
    void writeLarge() {
        large.set(true);
    }

    /** Waits until so many more transactions are accepted. */
    void awaitAccepted(int more) throws Exception {
        long wanted = accepted.get() + more;
        Waiting.until("the application's writes are accepted", () -> {
            refuseFault();
            return accepted.get() >= wanted;
        });
    }

    /** Ends the writing; both servers are up. What was unknown is known then. */
    void stop() throws Exception {
        close();
        refuseFault();
        Waiting.until("the last outcome is known", () -> {
            Connection connection = connected();
            return connection != null && known(connection);
        });
        disconnect();
    }

    void refuseFault() {
        Throwable seen = fault;
        if (seen != null) {
            throw new AssertionError("the application: " + seen, seen);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.join();
        }
    }

    private void work() {
        try {
            while (!stopped) {
                Connection connection = connected();
                if (connection == null || !known(connection)) {
                    LockSupport.parkNanos(RETRY.toNanos());
                } else {
                    offer(connection);
                    LockSupport.parkNanos(PACE.toNanos());
                }
            }
        } catch (RuntimeException | Error e) {
            fault = e;
        }
    }

    private @Nullable Connection connected() {
        try {
            if (open == null) {
                open = Connections.open(sides.get(side), new Properties());
                open.setAutoCommit(false);
            }
            return open;
        } catch (SQLException | FicusException e) {
            disconnect();
            return null;
        }
    }

    /** The row lock waits for a transaction that the server is still committing. */
    private boolean known(Connection connection) {
        if (unknown.isEmpty()) {
            return true;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT stamp FROM narrow WHERE id = 0 FOR UPDATE")) {
            row.next();
            long last = row.getLong(1);
            connection.rollback();
            settle(last >= unknown.getAsLong());
            unknown = OptionalLong.empty();
            return true;
        } catch (SQLException e) {
            disconnect();
            return false;
        }
    }

    private void settle(boolean done) {
        if (done) {
            book.accepted();
            accepted.incrementAndGet();
        } else {
            book.refused();
        }
    }

    private void offer(Connection connection) {
        long offered = ++number;
        try {
            writes.perform(connection, offered, large.getAndSet(false));
        } catch (SQLException e) {
            book.refused();
            refused(connection, e);
            return;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            unknown = OptionalLong.of(offered);
            unknowns++;
            disconnect();
            return;
        }
        settle(true);
    }

    private void refused(Connection connection, SQLException e) {
        boolean fenced = String.valueOf(e.getMessage()).contains("ficus fence: ");
        if (fenced) {
            disconnect();
            side = 1 - side;
            LockSupport.parkNanos(RETRY.toNanos());
        } else if (PASSING.contains(String.valueOf(e.getSQLState()))) {
            rollback(connection);
        } else if (broken(e)) {
            disconnect();
        } else {
            throw new IllegalStateException("a write failed: " + e.getSQLState() + " " + e.getMessage(), e);
        }
    }

    /** Connection failures of both drivers, and servers that shut down. */
    private static boolean broken(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || e.getErrorCode() == 1053 || state.equals("null");
    }

    private void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void disconnect() {
        Connection connection = open;
        open = null;
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("a connection was broken already when it was closed", e);
        }
    }
}
