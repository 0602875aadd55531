package dev.ficus.dualwrite.backfill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Holds the workers of a copy back before their next chunk: while more was copied than the rate allows, and while a server
 * is busy or behind. One for all workers; thread-safe. The servers are asked by one thread, see {@link #look}.
 */
final class Throttle {
    private static final double NANOS = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final long LONGEST_NAP_MILLIS = 100;

    private final Pace pace;
    private long freeAt = System.nanoTime();
    private String busy = "";

    Throttle(Pace pace) {
        this.pace = pace;
    }

    /** Waits until a chunk may begin, or until {@code given up} says so. */
    synchronized void await(BooleanSupplier givenUp) {
        while (!givenUp.getAsBoolean() && !reason().isEmpty()) {
            try {
                wait(Math.max(1, Math.min(LONGEST_NAP_MILLIS, (freeAt - System.nanoTime()) / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Counts what was copied. */
    synchronized void copied(long rows, long bytes) {
        double seconds = pace.rowsPerSecond() == 0 ? 0 : (double) rows / pace.rowsPerSecond();
        if (pace.megabytesPerSecond() > 0) {
            seconds = Math.max(seconds, bytes / MEGABYTE / pace.megabytesPerSecond());
        }
        freeAt = Math.max(freeAt, System.nanoTime()) + (long) (seconds * NANOS);
    }

    /** Why the next chunk waits; empty where it does not. */
    synchronized String reason() {
        if (!busy.isEmpty()) {
            return busy;
        }
        return freeAt > System.nanoTime() ? "waiting: the rate is limited" : "";
    }

    /**
     * Asks both servers, on connections of the caller.
     *
     * @param mysql the server that rows are read from
     * @param replica whether it is a replica
     */
    void look(Connection mysql, boolean replica, Connection postgres) throws SQLException {
        if (!pace.looks()) {
            return;
        }
        String found = "";
        long running = number(mysql, "SHOW GLOBAL STATUS LIKE 'Threads_running'", 2);
        long lag = number(
                postgres,
                "SELECT coalesce(max(extract(epoch FROM replay_lag)), 0)::bigint FROM pg_stat_replication",
                1);
        if (pace.threadsRunning() > 0 && running >= pace.threadsRunning()) {
            found = "waiting: " + running + " threads run on MySQL";
        } else if (pace.lagSeconds() > 0 && lag > pace.lagSeconds()) {
            found = "waiting: a standby of PostgreSQL is " + lag + " s behind";
        } else if (pace.lagSeconds() > 0 && replica) {
            found = behind(ReplicaLag.seconds(mysql));
        }
        synchronized (this) {
            busy = found;
            notifyAll();
        }
    }

    /** A replica that does not replicate is behind without end. */
    private String behind(OptionalLong lag) {
        if (lag.isEmpty()) {
            return "waiting: the replica does not replicate";
        }
        return lag.getAsLong() > pace.lagSeconds() ? "waiting: the replica is " + lag.getAsLong() + " s behind" : "";
    }

    private static long number(Connection connection, String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(column) : 0;
        }
    }
}
