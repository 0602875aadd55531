package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.StopSignal;
import java.time.Duration;

/** How long a wait may last, and whether the user still wants it. Used by one thread. */
public final class Patience {
    private static final long LONGEST_NAP_MILLIS = 50;

    private final Duration timeout;
    private final long end;
    private final StopSignal stop;

    private Patience(Duration timeout, StopSignal stop) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
        this.stop = stop;
    }

    /** Begins to count now. */
    public static Patience of(Duration timeout, StopSignal stop) {
        return new Patience(timeout, stop);
    }

    /** Begins to count now, and cannot be stopped by the user: for what must be brought to an end. */
    public static Patience of(Duration timeout) {
        return new Patience(timeout, StopSignal.NEVER);
    }

    /** The whole time that was granted, for messages. */
    public Duration timeout() {
        return timeout;
    }

    /** True once the time is over. */
    public boolean over() {
        return System.nanoTime() - end >= 0;
    }

    /**
     * Sleeps that long, or less where the time ends before.
     *
     * @throws FicusException INTERRUPTED where the user or the thread's interrupter asked to stop
     */
    public void nap(Duration length) {
        long until = Math.min(System.nanoTime() + length.toNanos(), end);
        do {
            if (stop.requested()) {
                throw interrupted();
            }
            long millis = Math.max(1, (until - System.nanoTime()) / 1_000_000);
            sleep(Math.min(LONGEST_NAP_MILLIS, millis));
        } while (System.nanoTime() < until);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private static FicusException interrupted() {
        return new FicusException(
                ErrorCode.INTERRUPTED, "stopped while waiting", "this command", "run the command again");
    }
}
