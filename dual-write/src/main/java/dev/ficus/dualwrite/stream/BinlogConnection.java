package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.connect.MysqlAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The binlog client, set up so that it tells every failure and never reconnects. {@link #close()} may be called from any
 * thread, the client's own included.
 */
final class BinlogConnection implements AutoCloseable {
    /** Held here because java.util.logging forgets the level of a logger that nobody holds. The client is talkative. */
    private static final Logger CLIENT_LOG = Logger.getLogger(BinaryLogClient.class.getName());

    private static final long HEARTBEAT_MILLIS = 15_000;
    /** Several heartbeats: a server that sends nothing for so long is gone. */
    private static final int SILENCE_MILLIS = 120_000;

    private static final long CONNECT_MILLIS = 10_000;
    /** How long the server waits for a reader that applies slowly. */
    private static final long SLOW_READER_SECONDS = 24 * 3600;
    /** Below it are the ids that people give to replicas. */
    private static final int LOWEST_SERVER_ID = 1 << 30;

    static {
        CLIENT_LOG.setLevel(Level.SEVERE);
    }

    private final BinaryLogClient client;

    /** Told on the client's thread. */
    interface Listener {
        void connected(BinaryLogClient client);

        void event(Event event);

        void failed(Throwable cause);
    }

    BinlogConnection(
            DatabaseSettings settings, BinlogStart start, Predicate<TableMapEventData> wanted, Listener listener) {
        MysqlAddress address = MysqlAddress.of(settings);
        client = new Client(
                address.host(),
                address.port(),
                settings.user().orElse(""),
                settings.password().orElse(""));
        client.setSSLMode(SSLMode.valueOf(address.tls().name()));
        client.setKeepAlive(false);
        client.setServerId(ThreadLocalRandom.current().nextInt(LOWEST_SERVER_ID, Integer.MAX_VALUE));
        if (start.byGtid()) {
            client.setBinlogFilename("");
            client.setGtidSet(start.position().gtids().text());
        } else {
            client.setBinlogFilename(start.position().file());
            client.setBinlogPosition(BinlogCursor.requestable(start.position()));
        }
        client.setHeartbeatInterval(HEARTBEAT_MILLIS);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setNetWriteTimeout(SLOW_READER_SECONDS);
        client.setSocketFactory(BinlogConnection::socket);
        client.setEventDeserializer(BinlogEvents.deserializer(wanted));
        client.registerEventListener(listener::event);
        client.registerLifecycleListener(new Lifecycle(listener));
    }

    /** Connects and reads until the connection ends, for whatever reason. */
    void run() throws IOException {
        client.connect();
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket socket() throws SocketException {
        Socket socket = new Socket();
        socket.setKeepAlive(true);
        socket.setSoTimeout(SILENCE_MILLIS);
        return socket;
    }

    /** Would count the GTIDs for a reconnect of its own, which it never makes. */
    private static final class Client extends BinaryLogClient {
        Client(String host, int port, String user, String password) {
            super(host, port, user, password);
        }

        @Override
        protected void updateGtidSet(Event event) {
            // BinlogGtids counts them, at the end of their transactions.
        }

        @Override
        protected void ensureGtidEventDataDeserializer() {
            // Would decode some events a second time, for that count.
        }
    }

    private record Lifecycle(Listener listener) implements BinaryLogClient.LifecycleListener {
        @Override
        public void onConnect(BinaryLogClient client) {
            listener.connected(client);
        }

        @Override
        public void onCommunicationFailure(BinaryLogClient client, Exception e) {
            listener.failed(e);
        }

        @Override
        public void onEventDeserializationFailure(BinaryLogClient client, Exception e) {
            listener.failed(e);
        }

        @Override
        public void onDisconnect(BinaryLogClient client) {
            // The end of run() tells it.
        }
    }
}
