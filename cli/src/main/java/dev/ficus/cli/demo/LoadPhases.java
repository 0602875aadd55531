package dev.ficus.cli.demo;

import dev.ficus.cli.session.Console;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Lets the applications work between the steps. The phases share the time of the whole load: a step that takes long makes
 * the phases behind it shorter, but none shorter than half a second. Used by one thread.
 */
final class LoadPhases {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Console console;
    private final ShopLoad load;
    private final Ledger ledger;
    private final StopSignal stop;
    private final long end;
    private int remaining;

    /**
     * @param whole how long the load shall last from now on
     * @param phases into how many phases it falls
     */
    LoadPhases(Console console, ShopLoad load, Ledger ledger, StopSignal stop, Duration whole, int phases) {
        this.console = console;
        this.load = load;
        this.ledger = ledger;
        this.stop = stop;
        this.end = System.nanoTime() + whole.toNanos();
        this.remaining = phases;
    }

    /**
     * Waits for one phase and tells how the load went in it.
     *
     * @param domain what the phase is about
     * @param more what else to tell at its end
     * @throws FicusException INTERRUPTED, or what ended a thread of the applications
     */
    void next(String domain, Supplier<String> more) {
        LoadFigures figures = new LoadFigures(load);
        long now = System.nanoTime();
        long until = now + Math.max(SHORTEST.toNanos(), (end - now) / Math.max(1, remaining));
        remaining--;
        waitUntil(until, domain);
        console.note("  load: " + figures.text() + more.get());
    }

    /** Lets the applications work for a while that belongs to no phase. Throws as {@link #next} does. */
    void pause(String domain, Duration duration) {
        waitUntil(System.nanoTime() + duration.toNanos(), domain);
    }

    private void waitUntil(long end, String domain) {
        while (System.nanoTime() < end) {
            check();
            console.progress()
                    .on(new ProgressEvent.Count(
                            "load", ledger.counts().accepted(), OptionalLong.empty(), "writes", "domain " + domain));
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Throws what ended a thread of the applications, or INTERRUPTED. */
    void check() {
        load.threads().failure().ifPresent(cause -> {
            throw cause instanceof FicusException known ? known : new IllegalStateException("the load failed", cause);
        });
        if (stop.requested()) {
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "the demo was stopped, as you asked",
                    "ficus demo",
                    "run it again: it begins anew");
        }
    }
}
