package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of this machine that leads to a server, for tests of what a bad network does: it cuts, refuses, delays and
 * stalls connections, and loses the answer to a COMMIT. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket listening;
    private final DatabaseKind kind;
    private final Set<FaultProxyLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commitsToForget = new AtomicInteger();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile URI server;
    private volatile boolean refusing;
    private volatile Duration delay = Duration.ZERO;
    private boolean stalled;

    private FaultProxy(ServerSocket listening, DatabaseKind kind, URI server) {
        this.listening = listening;
        this.kind = kind;
        this.server = server;
    }

    /** Begins to listen on a free port, and leads to the server of that database. */
    public static FaultProxy before(DatabaseSettings database) {
        try {
            FaultProxy proxy = new FaultProxy(
                    new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), database.kind(), address(database));
            daemon("proxy", proxy::listen);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The same database, reached through this proxy. */
    public DatabaseSettings through(DatabaseSettings database) {
        String url = database.url().replaceFirst("//[^/?]+", "//127.0.0.1:" + port());
        return new DatabaseSettings(
                database.name(), database.kind(), url, database.user(), database.password(), database.migrations());
    }

    /** Breaks every connection that is open now; returns how many. */
    public int cut() {
        int open = links.size();
        links.forEach(FaultProxyLink::close);
        return open;
    }

    /** From now on new connections lead to the server of that database, which is of the same kind; those that are open stay. */
    public void leadTo(DatabaseSettings database) {
        server = address(database);
    }

    /** Whether new connections are broken at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** How long each piece of data waits on its way, in either direction. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Lets nothing through, in either direction, until {@link #resume()}; connections stay open. */
    public synchronized void stall() {
        stalled = true;
    }

    /** Lets everything through again: no delay, no stall, no refusal. COMMITs to forget stay so. */
    public synchronized void resume() {
        stalled = false;
        refusing = false;
        delay = Duration.ZERO;
        notifyAll();
    }

    /**
     * From now on the answer to the next COMMIT is lost: the server has done it, the client sees its connection break. With
     * several, that happens to as many COMMITs, one after the other. Replaces what was asked before. A COMMIT is seen in
     * PostgreSQL's and MySQL's protocol without TLS and without compression.
     */
    public void forgetCommits(int count) {
        commitsToForget.set(count);
    }

    /** How many answers to COMMIT were lost so far. */
    public int forgotten() {
        return forgotten.get();
    }

    /** Connections that are open now. */
    public int connections() {
        return links.size();
    }

    /** Ends the proxy with all its connections. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            resume();
            cut();
        }
    }

    private void listen() throws IOException {
        while (true) {
            Socket client = listening.accept();
            if (refusing) {
                client.setSoLinger(true, 0);
                client.close();
            } else {
                daemon("proxy-connection", () -> serve(client));
            }
        }
    }

    private void serve(Socket client) throws IOException {
        URI to = server;
        try (client;
                Socket behind = new Socket(to.getHost(), to.getPort())) {
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            FaultProxyLink link = new FaultProxyLink(this, client, behind, CommitWatch.of(kind));
            links.add(link);
            try {
                daemon("proxy-answers", link::pumpAnswers);
                link.pumpRequests();
            } finally {
                link.close();
                links.remove(link);
            }
        }
    }

    /** Called for every piece of data before it is passed on. */
    void hold() throws IOException {
        long nanos = delay.toNanos();
        long end = System.nanoTime() + nanos;
        synchronized (this) {
            try {
                for (long left = nanos; stalled || left > 0; left = end - System.nanoTime()) {
                    wait(stalled ? 1_000 : left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** Whether the answer to a COMMIT that is on its way now shall be lost. */
    boolean forgetsCommit() {
        return commitsToForget.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    void forgot() {
        forgotten.incrementAndGet();
    }

    private static URI address(DatabaseSettings database) {
        return URI.create(database.url().replaceFirst("^jdbc:", "").replaceFirst("\\?.*$", ""));
    }

    interface Work {
        void run() throws IOException;
    }

    /** A broken socket is how such a thread ends. */
    private static void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
