package dev.ficus.cli.monitor;

import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.stream.StreamStatus;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The metrics of all streams of this process, in Prometheus' text format. docs/reference/metrics.md lists them. */
final class StreamMetrics {
    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StatusBoard board;

    StreamMetrics(StatusBoard board) {
        this.board = board;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Adds a domain, whose status is on the board already. */
    void add(String domain) {
        gauge("ficus.stream.lag.seconds", domain, status -> seconds(status.lag()));
        gauge("ficus.stream.healthy", domain, status -> one(status.state().healthy()));
        gauge("ficus.stream.epoch", domain, StreamStatus::epoch);
        counter("ficus.stream.changes", domain, StreamStatus::changes);
        counter("ficus.stream.transactions", domain, StreamStatus::transactions);
        counter("ficus.stream.echoes", domain, StreamStatus::echoes);
        counter("ficus.stream.retries", domain, StreamStatus::reconnects);
        for (State state : State.values()) {
            Gauge.builder("ficus.stream.state", board, b -> one(b.of(domain).state() == state))
                    .tag("domain", domain)
                    .tag("state", state.word())
                    .register(registry);
        }
        for (Direction direction : Direction.values()) {
            Gauge.builder(
                            "ficus.stream.direction",
                            board,
                            b -> one(b.of(domain)
                                    .direction()
                                    .filter(direction::equals)
                                    .isPresent()))
                    .tag("domain", domain)
                    .tag("direction", direction.word())
                    .register(registry);
        }
    }

    String text() {
        return registry.scrape();
    }

    private void gauge(String name, String domain, ToDoubleFunction<StreamStatus> value) {
        Gauge.builder(name, board, b -> value.applyAsDouble(b.of(domain)))
                .tag("domain", domain)
                .register(registry);
    }

    private void counter(String name, String domain, ToDoubleFunction<StreamStatus> value) {
        FunctionCounter.builder(name, board, b -> value.applyAsDouble(b.of(domain)))
                .tag("domain", domain)
                .register(registry);
    }

    private static double seconds(Optional<Duration> lag) {
        return lag.map(time -> time.toNanos() / NANOS).orElse(Double.NaN);
    }

    private static double one(boolean holds) {
        return holds ? 1 : 0;
    }
}
