package dev.ficus.cli.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Spaces calls evenly. Whoever falls behind makes up for a short while at most, so that a pause is not followed by a flood.
 * Used by one thread.
 */
final class Pace {
    private static final long LONGEST_DEBT = TimeUnit.MILLISECONDS.toNanos(200);

    private final long interval;
    private final LongSupplier nanos;
    private long next;

    Pace(double perSecond, LongSupplier nanos) {
        this.interval = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Waits for the next turn; returns early when the thread is interrupted. */
    void await() {
        long wait = due();
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    /** Takes the next turn and returns how many nanoseconds it is away. */
    long due() {
        long now = nanos.getAsLong();
        next = Math.max(next + interval, now - LONGEST_DEBT);
        return next - now;
    }
}
