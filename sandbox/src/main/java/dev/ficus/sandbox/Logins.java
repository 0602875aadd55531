package dev.ficus.sandbox;

import dev.ficus.core.error.FicusException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Waits until a server that was just started takes logins. */
final class Logins {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;

    private Logins() {}

    /**
     * Returns after the first login.
     *
     * @param ended tells that the server is gone, so that waiting has no use
     * @param failure makes the exception out of what went wrong
     */
    static void await(ServerAddress address, BooleanSupplier ended, Function<String, FicusException> failure) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Databases.version(address);
                return;
            } catch (RuntimeException e) {
                if (ended.getAsBoolean() || System.nanoTime() > deadline) {
                    FicusException told = failure.apply("the server does not take logins");
                    told.addSuppressed(e);
                    throw told;
                }
                pause(failure);
            }
        }
    }

    private static void pause(Function<String, FicusException> failure) {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.apply("interrupted while the server starts");
        }
    }
}
