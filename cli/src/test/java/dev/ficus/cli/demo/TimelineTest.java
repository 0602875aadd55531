package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final AtomicLong clock = new AtomicLong();
    private final Timeline timeline = new Timeline(() -> 70, clock::get);

    @Test
    void longestPauseOverTheDomainsCounts() {
        timeline.cutover("customers", "dual-write", "dual-write", 200);
        timeline.cutover("orders", "dual-write", "dual-write", 150);
        timeline.cutover("orders", "mirroring", "rollback", 90);

        assertThat(timeline.pauses()).isEqualTo(Map.of("dual-write", 200L, "rollback", 90L, "postgres", 0L));
        assertThat(timeline.pauses().keySet()).containsExactly("dual-write", "rollback", "postgres");
    }

    @Test
    void everyChangeOfPhaseHasItsTime() {
        clock.set(TimeUnit.SECONDS.toNanos(2));
        timeline.entered("orders", "mirroring");
        clock.set(TimeUnit.SECONDS.toNanos(5));
        timeline.cutover("orders", "dual-write", "dual-write", 200);

        assertThat(timeline.changes())
                .containsExactly(
                        new DemoReport.PhaseChange("orders", "mirroring", 2_000, 0, 70),
                        new DemoReport.PhaseChange("orders", "dual-write", 5_000, 200, 70));
    }
}
