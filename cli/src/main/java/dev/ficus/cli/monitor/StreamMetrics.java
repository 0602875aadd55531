package dev.ficus.cli.monitor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.stream.StreamStatus;
import dev.ficus.dualwrite.stream.StreamStatus.Counts;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The metrics of all streams of this process, in Prometheus' text format. docs/reference/metrics.md lists them. */
final class StreamMetrics {
    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
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
        gauge(
                "ficus.stream.backlog.bytes",
                domain,
                status -> status.backlog().isPresent() ? status.backlog().getAsLong() : Double.NaN);
        Gauge.builder(
                        "ficus.stream.retention.used.ratio",
                        board,
                        b -> b.retention(domain).orElse(Double.NaN))
                .tag("domain", domain)
                .register(registry);
        counter("ficus.stream.changes", domain, Counts::changes);
        counter("ficus.stream.transactions", domain, Counts::transactions);
        counter("ficus.stream.echoes", domain, Counts::echoes);
        counter("ficus.stream.batches", domain, Counts::batches);
        counter(
                "ficus.stream.apply.seconds",
                domain,
                counts -> counts.applying().toNanos() / NANOS);
        counter("ficus.stream.retries", domain, Counts::reconnects);
        for (State state : State.values()) {
            oneOf("state", state.word(), domain, status -> status.state() == state);
        }
        for (Direction direction : Direction.values()) {
            oneOf(
                    "direction",
                    direction.word(),
                    domain,
                    status -> status.direction().equals(Optional.of(direction)));
        }
        for (Phase phase : Phase.values()) {
            oneOf("phase", phase.word(), domain, status -> status.phase().equals(Optional.of(phase)));
        }
    }

    /** Adds the failure that the domain's newest status has; a code is shown from its first failure on. */
    void error(String domain, ErrorCode code) {
        if (failed.add(domain + " " + code)) {
            oneOf("error", "code", code.name(), domain, status -> status.error().equals(Optional.of(code)));
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

    private void oneOf(String label, String word, String domain, Predicate<StreamStatus> holds) {
        oneOf(label, label, word, domain, holds);
    }

    /** A gauge that is 1 while this holds: one of several that differ in a label. */
    private void oneOf(String name, String label, String word, String domain, Predicate<StreamStatus> holds) {
        Gauge.builder("ficus.stream." + name, board, b -> one(holds.test(b.of(domain))))
                .tag("domain", domain)
                .tag(label, word)
                .register(registry);
    }

    private void counter(String name, String domain, ToDoubleFunction<Counts> value) {
        FunctionCounter.builder(
                        name, board, b -> value.applyAsDouble(b.of(domain).counts()))
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
