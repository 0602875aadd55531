package dev.ficus.core.progress;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells long work that the user asked it to stop. The work looks at it at each boundary where its state is saved
 * (a chunk, an applied transaction, a step), ends there, and says in its result that it was interrupted.
 * Asked from the working threads, so an implementation is thread-safe and cheap.
 */
@FunctionalInterface
public interface StopSignal {
    /** How often a signal that cannot wake its waiters is looked at. */
    long LOOK_NANOS = 20_000_000;

    /** Never asks to stop. */
    StopSignal NEVER = () -> false;

    /** True from the moment that the user asked; it never goes back to false. */
    boolean requested();

    /** Waits for this long, and less where the user asks to stop meanwhile. */
    default void await(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0 && !requested(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
        }
    }
}
