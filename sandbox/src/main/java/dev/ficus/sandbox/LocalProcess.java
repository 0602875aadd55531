package dev.ficus.sandbox;

import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server of ours as a process of this machine. */
final class LocalProcess implements ServerControl {
    private static final long STOP_SECONDS = 60;
    private static final int PORT_TRIES = 5;

    private final Engine engine;
    private final ServerHome home;
    private final ServerConfig config;
    private final ServerAddress address;
    private @Nullable Process process;

    private LocalProcess(Engine engine, ServerHome home, ServerConfig config) {
        this.engine = engine;
        this.home = home;
        this.config = config;
        this.address = ServerAddress.local(engine.kind(), config.port(), config.credentials());
    }

    /** Starts a new server; a port that somebody else takes between our look and the start is changed for another. */
    static SandboxServer launch(Engine engine, SandboxKind source, String origin, Map<String, String> settings) {
        for (int tries = 1; ; tries++) {
            LocalProcess server = initialised(engine, settings);
            try {
                server.start();
                server.engine.prepare(server.address);
                return new RunningServer(source, engine.description() + ", " + origin, server.address, server);
            } catch (FicusException e) {
                boolean portTaken = server.home.logEnd().contains("already in use");
                server.discard();
                if (!portTaken || tries == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static LocalProcess initialised(Engine engine, Map<String, String> settings) {
        ServerConfig config = new ServerConfig(freePort(), engine.credentials(), settings);
        ServerHome home = ServerHome.create(engine);
        try {
            engine.initialise(home, config);
            return new LocalProcess(engine, home, config);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean controllable() {
        return true;
    }

    @Override
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        Process started = home.launch(engine.command(home, config));
        process = started;
        Logins.await(address, () -> !started.isAlive(), home::failed);
    }

    @Override
    public void stop() {
        end(engine.stopSignal());
    }

    @Override
    public void kill() {
        end("KILL");
    }

    @Override
    public void discard() {
        home.close();
        awaitEnd("the server does not end");
    }

    private void end(String signal) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        List<ProcessHandle> children = home.descendants();
        home.signal(signal);
        awaitEnd("the server does not stop");
        children.forEach(this::awaitEnd);
    }

    /** PostgreSQL does not start again while a child of a killed server is still there. */
    private void awaitEnd(ProcessHandle child) {
        try {
            child.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw home.failed("process " + child.pid() + " of the server does not end");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void awaitEnd(String otherwise) {
        try {
            if (process != null && !process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw home.failed(otherwise);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private FicusException interrupted() {
        Thread.currentThread().interrupt();
        return home.failed("interrupted while the server ends");
    }
}
