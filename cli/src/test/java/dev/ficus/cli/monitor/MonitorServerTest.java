package dev.ficus.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.stream.StreamStatus;
import dev.ficus.dualwrite.stream.StreamStatus.Counts;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorServerTest {
    private final MonitorServer server = MonitorServer.start(new ListenAddress("127.0.0.1", 0));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void healthIsGoodWhileEveryDomainRunsStandsByOrHasNoStream() throws Exception {
        server.accept(status("a", State.RUNNING));
        server.accept(status("b", State.STANDBY));
        server.accept(status("c", State.IDLE));

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void healthNamesTheDomainThatDoesNotRunAndWhyWhileTheProcessIsAlive() throws Exception {
        server.accept(status("a", State.RUNNING));
        server.accept(status("b", State.STOPPED));

        HttpResponse<String> health = get("/healthz");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body())
                .isEqualTo(
                        "{\"healthy\":false,\"domains\":[{\"domain\":\"a\",\"state\":\"running\",\"phase\":\"mirroring\",\"direction\":\"forward\"},{\"domain\":\"b\",\"state\":\"stopped\",\"phase\":\"mirroring\",\"direction\":\"forward\",\"code\":\"STREAM_STOPPED_BY_DDL\",\"reason\":\"altered\"}]}\n");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        server.accept(status("b", State.RUNNING));
        assertThat(get("/healthz").statusCode()).as("it went on").isEqualTo(200);
    }

    @Test
    void metricsHaveTheValuesOfTheNewestStatus() throws Exception {
        server.accept(status("a", State.STOPPED));
        server.accept(status("a", State.RUNNING));

        assertThat(get("/metrics").body())
                .contains("ficus_stream_lag_seconds{domain=\"a\"} 0.25")
                .contains("ficus_stream_changes_total{domain=\"a\"} 12.0")
                .contains("ficus_stream_state{domain=\"a\",state=\"running\"} 1.0")
                .contains("ficus_stream_state{domain=\"a\",state=\"stopped\"} 0.0")
                .contains("ficus_stream_direction{direction=\"forward\",domain=\"a\"} 1.0")
                .contains("ficus_stream_phase{domain=\"a\",phase=\"mirroring\"} 1.0")
                .contains("ficus_stream_phase{domain=\"a\",phase=\"legacy\"} 0.0")
                .contains("ficus_stream_backlog_bytes{domain=\"a\"} 4096.0")
                .contains("ficus_stream_batches_total{domain=\"a\"} 4.0")
                .contains("ficus_stream_apply_seconds_total{domain=\"a\"} 1.5")
                .contains("ficus_stream_retries_total{domain=\"a\"} 5.0")
                .contains("ficus_stream_error{code=\"STREAM_STOPPED_BY_DDL\",domain=\"a\"} 0.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void metricOfTheRetentionIsUnknownUntilItIsToldAndWhereThereIsNoLimit() throws Exception {
        server.accept(status("a", State.STOPPED));
        assertThat(get("/metrics").body()).contains("ficus_stream_retention_used_ratio{domain=\"a\"} NaN");

        server.retention("a", OptionalDouble.of(0.75));
        server.accept(status("a", State.STOPPED));
        assertThat(get("/metrics").body()).contains("ficus_stream_retention_used_ratio{domain=\"a\"} 0.75");

        server.retention("a", OptionalDouble.empty());
        assertThat(get("/metrics").body()).contains("ficus_stream_retention_used_ratio{domain=\"a\"} NaN");
    }

    @Test
    void metricNamesTheErrorWhileItHolds() throws Exception {
        server.accept(status("a", State.RUNNING));
        assertThat(get("/metrics").body()).doesNotContain("ficus_stream_error");

        server.accept(status("a", State.STOPPED));

        assertThat(get("/metrics").body())
                .contains("ficus_stream_error{code=\"STREAM_STOPPED_BY_DDL\",domain=\"a\"} 1.0");
    }

    @Test
    void everyMetricOfFicusIsInTheReferenceAndNoOther() throws Exception {
        server.accept(status("a", State.STOPPED));

        assertThat(names(get("/metrics").body(), "(?m)^(ficus_[a-z_]+)\\{"))
                .isEqualTo(names(Files.readString(Path.of("../docs/reference/metrics.md")), "\\| `(ficus_[a-z_]+)"));
    }

    @Test
    void portInUseIsAClearError() {
        assertThatThrownBy(() -> MonitorServer.start(new ListenAddress("127.0.0.1", server.port())))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_LISTEN);
                    assertThat(e.problem().where()).contains(String.valueOf(server.port()));
                });
    }

    @Test
    void portAloneIsOnTheLoopbackAddress() {
        assertThat(ListenAddress.parse("9187")).isEqualTo(new ListenAddress("127.0.0.1", 9187));
        assertThat(ListenAddress.parse(":9187")).isEqualTo(new ListenAddress("127.0.0.1", 9187));
        assertThat(ListenAddress.parse("0.0.0.0:9187")).isEqualTo(new ListenAddress("0.0.0.0", 9187));
        assertThat(ListenAddress.parse("[::1]:9187")).isEqualTo(new ListenAddress("::1", 9187));
        assertThatThrownBy(() -> ListenAddress.parse("localhost:http"))
                .isInstanceOf(FicusException.class)
                .hasMessageContaining("CONFIG_INVALID");
    }

    private static StreamStatus status(String domain, State state) {
        boolean stopped = state == State.STOPPED;
        return new StreamStatus(
                domain,
                state,
                Optional.of(Direction.FORWARD),
                Optional.of(Phase.MIRRORING),
                stopped ? "altered" : "",
                stopped ? Optional.of(ErrorCode.STREAM_STOPPED_BY_DDL) : Optional.empty(),
                2,
                new Counts(12, 3, 1, 4, Duration.ofMillis(1500), 5),
                Optional.of(Duration.ofMillis(250)),
                OptionalLong.of(4096));
    }

    private static TreeSet<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
