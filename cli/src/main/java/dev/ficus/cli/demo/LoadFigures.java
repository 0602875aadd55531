package dev.ficus.cli.demo;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How the load went in a stretch of time: made at its beginning, asked at its end. Used by one thread. */
final class LoadFigures {
    private final ShopLoad load;
    private final long start = System.nanoTime();
    private final long legacy;
    private final long routed;
    private final long refused;

    LoadFigures(ShopLoad load) {
        this.load = load;
        this.legacy = load.legacy().of(Outcome.ACCEPTED);
        this.routed = load.routed().of(Outcome.ACCEPTED);
        this.refused = load.legacy().of(Outcome.REFUSED);
    }

    /** Writes a second that either application was told are accepted, and those of the legacy one that a fence refused. */
    String text() {
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        long byLegacy = load.legacy().of(Outcome.ACCEPTED) - legacy;
        long byNew = load.routed().of(Outcome.ACCEPTED) - routed;
        long turnedAway = load.legacy().of(Outcome.REFUSED) - refused;
        return String.format(
                Locale.ROOT,
                "%.0f writes/s accepted (legacy %.0f, new %.0f), %.0f/s of the legacy application refused by a fence",
                (byLegacy + byNew) / seconds,
                byLegacy / seconds,
                byNew / seconds,
                turnedAway / seconds);
    }
}
