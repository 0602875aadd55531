package dev.ficus.cli.demo;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often an application was told what. Thread-safe. */
final class LoadCounts {
    private final AtomicLongArray counts = new AtomicLongArray(Outcome.values().length);

    void add(Outcome outcome) {
        counts.incrementAndGet(outcome.ordinal());
    }

    long of(Outcome outcome) {
        return counts.get(outcome.ordinal());
    }
}
