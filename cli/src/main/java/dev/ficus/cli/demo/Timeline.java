package dev.ficus.cli.demo;

import dev.ficus.cli.demo.DemoReport.PhaseChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What happened when, and how long it stopped the writes. Used by one thread. */
final class Timeline {
    private final LongSupplier accepted;
    private final LongSupplier nanos;
    private final long start;
    private final List<PhaseChange> changes = new ArrayList<>();
    private final Map<String, Long> pauses = new LinkedHashMap<>();

    /**
     * @param accepted writes accepted until now
     * @param nanos a clock such as {@link System#nanoTime}; it starts now
     */
    Timeline(LongSupplier accepted, LongSupplier nanos) {
        this.accepted = accepted;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        List.of("dual-write", "rollback", "postgres").forEach(way -> pauses.put(way, 0L));
    }

    /** Records a phase that a domain has entered without a write pause. */
    void entered(String domain, String phase) {
        changes.add(new PhaseChange(domain, phase, millis(), 0, accepted.getAsLong()));
    }

    /**
     * Records a cutover.
     *
     * @param way which of the three ways it was: {@code dual-write}, {@code rollback}, {@code postgres}
     */
    void cutover(String domain, String phase, String way, long pauseMillis) {
        changes.add(new PhaseChange(domain, phase, millis(), pauseMillis, accepted.getAsLong()));
        pauses.merge(way, pauseMillis, Math::max);
    }

    /** Milliseconds since the load began. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start);
    }

    List<PhaseChange> changes() {
        return List.copyOf(changes);
    }

    Map<String, Long> pauses() {
        return new LinkedHashMap<>(pauses);
    }
}
