package dev.ficus.dualwrite.cutover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between Ficus and PostgreSQL and, once armed, loses the answer to one COMMIT: the server has done it, the client
 * sees its connection break.
 */
final class ForgetfulProxy implements AutoCloseable {
    private static final int LOCAL_BACKLOG = 50;

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean forgot = new AtomicBoolean();

    ForgetfulProxy(String host, int port) throws IOException {
        this.listening = new ServerSocket(0, LOCAL_BACKLOG, InetAddress.getLoopbackAddress());
        this.host = host;
        this.port = port;
        daemon(this::listen);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on the answer to the next COMMIT is lost. */
    void arm() {
        armed.set(true);
    }

    boolean forgot() {
        return forgot.get();
    }

    private void listen() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(host, port);
            AtomicBoolean drop = new AtomicBoolean();
            daemon(() -> pump(client, server, bytes -> {
                if (contains(bytes, "COMMIT") && armed.compareAndSet(true, false)) {
                    drop.set(true);
                }
                return true;
            }));
            daemon(() -> pump(server, client, bytes -> {
                forgot.compareAndSet(false, drop.get());
                return !drop.get();
            }));
        }
    }

    private interface Filter {
        boolean pass(byte[] bytes);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void pump(Socket from, Socket to, Filter filter) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                byte[] bytes = java.util.Arrays.copyOf(buffer, read);
                if (!filter.pass(bytes)) {
                    return;
                }
                out.write(bytes);
                out.flush();
            }
        }
    }

    private static boolean contains(byte[] bytes, String word) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(word);
    }

    /** Ends with its sockets; what they throw then is how it ends. */
    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
