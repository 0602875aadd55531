package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until MySQL holds all that PostgreSQL has committed. */
record Drain(StranglerSettings settings, ControlFigures figures) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Sends a beat on PostgreSQL and waits until the reverse stream has applied it. */
    void await(String domain) {
        long beat = beat(domain);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (figures.checkpoint(domain, Direction.REVERSE)
                .filter(checkpoint -> checkpoint.beat() >= beat)
                .isEmpty()) {
            if (System.nanoTime() > end) {
                throw new FicusException(
                        ErrorCode.TIMED_OUT,
                        "MySQL does not have the newest writes after " + PATIENCE.toSeconds() + " s",
                        "domain " + domain,
                        "run ficus demo --keep -v, and look at what its streams print");
            }
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    private long beat(String domain) {
        try (Connection postgres = new PostgresServer(settings.to()).open()) {
            return Beats.send(postgres, domain);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, settings.to().toString(), ErrorCode.CONNECTION_LOST, "look at the log of that server");
        }
    }
}
