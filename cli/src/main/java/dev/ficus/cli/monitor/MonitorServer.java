package dev.ficus.cli.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.stream.StreamListener;
import dev.ficus.dualwrite.stream.StreamStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /livez} of a running {@code ficus sync}, and takes the status of its
 * streams. It asks no database. Thread-safe; one thread answers.
 */
public final class MonitorServer implements AutoCloseable, StreamListener {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final StatusBoard board = new StatusBoard();
    private final StreamMetrics metrics = new StreamMetrics(board);
    private final HttpServer server;
    private final ExecutorService thread;

    private MonitorServer(HttpServer server, ExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    /** @throws FicusException CANNOT_LISTEN where the port is taken or the address is not this machine's */
    public static MonitorServer start(ListenAddress address) {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "ficus-monitor");
            daemon.setDaemon(true);
            return daemon;
        });
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
            MonitorServer monitor = new MonitorServer(server, thread);
            server.setExecutor(thread);
            server.createContext("/", monitor::answer);
            server.start();
            return monitor;
        } catch (IOException | RuntimeException e) {
            thread.shutdownNow();
            throw new FicusException(
                    ErrorCode.CANNOT_LISTEN,
                    "cannot listen: " + e.getMessage(),
                    "--listen " + address.host() + ":" + address.port(),
                    "name an address of this machine and a port that is free, or stop what listens there",
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void accept(StreamStatus status) {
        if (board.put(status)) {
            metrics.add(status.domain());
        }
        status.error().ifPresent(code -> metrics.error(status.domain(), code));
    }

    @Override
    public void retention(String domain, OptionalDouble used) {
        board.putRetention(domain, used);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
                case "/healthz" ->
                    send(exchange, board.healthy() ? OK : UNAVAILABLE, "application/json; charset=utf-8", health());
                case "/livez" -> send(exchange, OK, "text/plain; charset=utf-8", "alive\n");
                default -> send(exchange, NOT_FOUND, "text/plain; charset=utf-8", "/metrics /healthz /livez\n");
            }
        }
    }

    private String health() throws JsonProcessingException {
        ObjectNode document = MAPPER.createObjectNode().put("healthy", board.healthy());
        ArrayNode domains = document.putArray("domains");
        for (StreamStatus status : board.all()) {
            ObjectNode domain = domains.addObject()
                    .put("domain", status.domain())
                    .put("state", status.state().word());
            status.phase().ifPresent(phase -> domain.put("phase", phase.word()));
            status.direction().ifPresent(direction -> domain.put("direction", direction.word()));
            status.error().ifPresent(error -> domain.put("code", error.name()));
            if (!status.reason().isEmpty()) {
                domain.put("reason", status.reason());
            }
        }
        return MAPPER.writeValueAsString(document) + "\n";
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }
}
