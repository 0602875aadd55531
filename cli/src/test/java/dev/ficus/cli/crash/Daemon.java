package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A running {@code ficus sync}, and what it says of itself over HTTP. Closing kills it. */
final class Daemon implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/healthz");
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final FicusProcess process;
    private final String address;

    private Daemon(FicusProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts {@code ficus sync} with these arguments more, and returns when it answers. */
    static Daemon start(Path directory, String... more) throws Exception {
        return listening(FicusProcess.start(directory, line(more)));
    }

    /** As {@link #start}; one of its threads meets a bug at a point. */
    static Daemon startWithBugAt(String point, Path directory) throws Exception {
        return listening(FicusProcess.startWithBugAt(point, directory, line("-v")));
    }

    private static String[] line(String... more) {
        List<String> line = new ArrayList<>(List.of("sync", "--listen", "127.0.0.1:0"));
        line.addAll(Arrays.asList(more));
        return line.toArray(String[]::new);
    }

    private static Daemon listening(FicusProcess process) throws Exception {
        try {
            Waiting.until("it listens", () -> {
                assertThat(process.alive()).as(process.output()).isTrue();
                return ADDRESS.matcher(process.output()).find();
            });
            Matcher found = ADDRESS.matcher(process.output());
            assertThat(found.find()).isTrue();
            return new Daemon(process, found.group(1));
        } catch (Exception | Error e) {
            process.kill();
            throw e;
        }
    }

    FicusProcess process() {
        return process;
    }

    /** Waits until the domain is in one of these states. */
    void await(String domain, String... states) throws Exception {
        String[] last = {""};
        try {
            Waiting.until(domain + " is " + List.of(states), () -> {
                assertThat(process.alive()).as(process.output()).isTrue();
                last[0] = get("/healthz").body();
                return Set.of(states).contains(domain(domain).path("state").asText());
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it is " + last[0] + "; said: " + process.output(), e);
        }
    }

    /** What {@code /healthz} says of a domain; an empty node before the domain is known. */
    JsonNode domain(String name) throws IOException, InterruptedException {
        JsonNode all = JsonMapper.builder().build().readTree(get("/healthz").body());
        for (JsonNode domain : all.get("domains")) {
            if (domain.get("domain").asText().equals(name)) {
                return domain;
            }
        }
        return JsonMapper.builder().build().createObjectNode();
    }

    /** The process is alive, healthy or not, and health and metrics say the same of the domain. */
    void assertSays(String domain, String state, boolean healthy) throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(OK);
        assertThat(get("/healthz").statusCode()).as(get("/healthz").body()).isEqualTo(healthy ? OK : UNAVAILABLE);
        assertThat(domain(domain).get("state").asText()).isEqualTo(state);
        assertThat(metric("ficus_stream_healthy", domain)).isEqualTo(healthy ? 1 : 0);
        assertThat(metric("ficus_stream_state", domain, "state", state)).isEqualTo(1);
    }

    double metric(String name, String domain) throws IOException, InterruptedException {
        return value(name + "{domain=\"" + domain + "\"}");
    }

    /** One of those that differ in a label. */
    double metric(String name, String domain, String label, String word) throws IOException, InterruptedException {
        String own = label + "=\"" + word + "\"";
        String ofDomain = "domain=\"" + domain + "\"";
        return value(name + "{" + (label.compareTo("domain") < 0 ? own + "," + ofDomain : ofDomain + "," + own) + "}");
    }

    private double value(String metric) throws IOException, InterruptedException {
        String text = get("/metrics").body();
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(metric) + " (.*)$").matcher(text);
        assertThat(line.find()).as("%s in %s", metric, text).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** The names of its metrics. */
    Set<String> metrics() throws IOException, InterruptedException {
        return names(get("/metrics").body(), "(?m)^(ficus_[a-z_]+)\\{");
    }

    static Set<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        process.kill();
    }
}
