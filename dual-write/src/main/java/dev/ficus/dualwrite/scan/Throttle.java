package dev.ficus.dualwrite.scan;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.StopSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Holds a scan back: the pause that was asked for, and more while the server is busy. */
final class Throttle {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long NAP_MILLIS = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Connection mysql;
    private final ScanOptions options;
    private final StopSignal stop;
    private boolean first = true;
    private String state = "scanning";

    Throttle(Connection mysql, ScanOptions options, StopSignal stop) {
        this.mysql = mysql;
        this.options = options;
        this.stop = stop;
    }

    /** What the progress line says about it. */
    String state() {
        return state;
    }

    /** @throws FicusException INTERRUPTED */
    void beforeChunk() throws SQLException {
        nap(first ? Duration.ZERO : options.pause());
        first = false;
        state = "scanning";
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        int running = running();
        while (running >= options.busyThreads() && System.nanoTime() < end) {
            state = "scanning slowly: " + running + " threads run on the server";
            nap(BETWEEN_LOOKS);
            running = running();
        }
    }

    /** Includes the one that asks. */
    private int running() throws SQLException {
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Threads_running'")) {
            return row.next() ? row.getInt(2) : 0;
        }
    }

    private void nap(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        refuseStop();
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(Math.min(NAP_MILLIS, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted();
            }
            refuseStop();
        }
    }

    private void refuseStop() {
        if (stop.requested()) {
            throw interrupted();
        }
    }

    private static FicusException interrupted() {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "the scan of the values was stopped; it writes nothing",
                "this command",
                "run the command again");
    }
}
