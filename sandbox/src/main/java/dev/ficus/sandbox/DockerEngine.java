package dev.ficus.sandbox;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out in a fraction of a second whether a Docker engine answers, without loading Testcontainers. */
final class DockerEngine {
    private static final String UNIX = "unix://";
    private static final int PATIENCE_MILLIS = 250;
    private static final ByteBuffer PING = ByteBuffer.wrap(
                    "GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
            .asReadOnlyBuffer();

    private DockerEngine() {}

    /** Why there is no engine to use. */
    static Optional<Missing> missing(Environment environment) {
        Optional<String> host = environment.value("DOCKER_HOST");
        if (host.isPresent() && !host.get().startsWith(UNIX)) {
            return Optional.of(new Missing(
                    "DOCKER_HOST names an engine on the network, where a server would be open to others",
                    "point DOCKER_HOST at an engine on this machine (unix://…), or choose another source"));
        }
        Optional<Path> socket = sockets(environment, host).filter(Files::exists).findFirst();
        if (socket.isEmpty()) {
            return Optional.of(
                    new Missing("no Docker engine on this machine", "start Docker, or choose another source"));
        }
        return answers(socket.get())
                ? Optional.empty()
                : Optional.of(new Missing(
                        "the Docker engine at " + socket.get() + " does not answer",
                        "start Docker, or give this user the right to use it, or choose another source"));
    }

    /** Where Testcontainers looks, too. */
    private static Stream<Path> sockets(Environment environment, Optional<String> host) {
        if (host.isPresent()) {
            return Stream.of(Path.of(host.get().substring(UNIX.length())));
        }
        Path home = Path.of(System.getProperty("user.home"));
        Stream<Path> usual = Stream.of(
                Path.of("/var/run/docker.sock"),
                home.resolve(".docker/run/docker.sock"),
                home.resolve(".docker/desktop/docker.sock"));
        Stream<Path> rootless =
                environment.value("XDG_RUNTIME_DIR").map(folder -> Path.of(folder, "docker.sock")).stream();
        return Stream.concat(rootless, usual);
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(PING.duplicate());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(PATIENCE_MILLIS) == 0) {
                return false;
            }
            ByteBuffer answer = ByteBuffer.allocate(15);
            channel.read(answer);
            return new String(answer.array(), StandardCharsets.US_ASCII).matches("HTTP/1\\.\\d 200.*");
        } catch (IOException e) {
            return false; // Refused, or no right to it: the caller tells both.
        }
    }
}
