package dev.ficus.cli.demo;

import dev.ficus.core.progress.StopSignal;
import java.util.function.Supplier;

/**
 * Ctrl-C, as seen by the demo. A command that the demo runs takes the signal over and ends with its own exit code, so the
 * demo watches again behind each. Used by one thread.
 */
final class Interruption implements StopSignal {
    private final Supplier<StopSignal> watch;
    private volatile StopSignal current;

    Interruption(Supplier<StopSignal> watch) {
        this.watch = watch;
        this.current = watch.get();
    }

    /** Takes the signal back, unless it has come already. */
    void watchAgain() {
        if (!current.requested()) {
            current = watch.get();
        }
    }

    @Override
    public boolean requested() {
        return current.requested();
    }
}
