package dev.ficus.dualwrite.stream;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: half a second at first, twice as long each time, ten seconds at most, and of
 * that between a half and the whole by chance, so that many domains do not come back to a server at one moment. Used by
 * one thread.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DoubleSupplier chance;
    private Duration next = FIRST;

    /** @param chance between 0 and 1 */
    Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    Duration next() {
        Duration whole = next;
        next = whole.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : whole.multipliedBy(2);
        return Duration.ofMillis((long) (whole.toMillis() * (1 + chance.getAsDouble()) / 2));
    }

    /** It worked. */
    void reset() {
        next = FIRST;
    }
}
