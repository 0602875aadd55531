package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong clock = new AtomicLong();
    private final Pace pace = new Pace(100, clock::get);

    @Test
    void turnsAreSpacedEvenlyHoweverLongTheWorkTook() {
        assertThat(pace.due()).isEqualTo(10 * MILLIS);
        clock.set(13 * MILLIS);
        assertThat(pace.due()).isEqualTo(7 * MILLIS);
    }

    @Test
    void longPauseIsNotFollowedByAFlood() {
        clock.set(5_000 * MILLIS);
        int atOnce = 0;
        while (pace.due() <= 0) {
            atOnce++;
        }

        assertThat(atOnce).as("200 ms of debt at 100 a second").isBetween(20, 21);
    }
}
