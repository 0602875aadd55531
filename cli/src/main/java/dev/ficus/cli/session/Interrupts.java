package dev.ficus.cli.session;

import dev.ficus.core.progress.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM. The first asks the work to stop at its next safe boundary, where it saves; the second leaves at
 * once with 130, which loses nothing either, because every step is saved in the transaction that it belongs to.
 *
 * <p>A shutdown hook would not do: the JVM runs hooks once, and a second signal then waits for the first.
 */
final class Interrupts {
    private static final int EXIT_INTERRUPTED = 130;

    private Interrupts() {}

    /** Takes both signals over from the JVM for the rest of the process. */
    static StopSignal watch(Console console) {
        AtomicBoolean requested = new AtomicBoolean();
        CountDownLatch woken = new CountDownLatch(1);
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                if (requested.getAndSet(true)) {
                    Runtime.getRuntime().halt(EXIT_INTERRUPTED);
                }
                woken.countDown();
                console.note("stopping at the next safe point; a second Ctrl-C leaves at once");
            });
        }
        return new StopSignal() {
            @Override
            public boolean requested() {
                return requested.get();
            }

            @Override
            public void await(Duration duration) {
                try {
                    boolean unused = woken.await(duration.toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
