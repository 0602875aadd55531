package dev.ficus.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through a {@link FaultProxy}. Each direction is pumped by a thread of its own. */
final class FaultProxyLink {
    private static final Logger LOG = LoggerFactory.getLogger(FaultProxyLink.class);
    private static final int BUFFER = 65_536;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final CommitWatch watch;
    private volatile boolean forgetting;

    FaultProxyLink(FaultProxy proxy, Socket client, Socket server, CommitWatch watch) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.watch = watch;
    }

    /** The server gets the COMMIT only when its answer is sure to be dropped. */
    void pumpRequests() throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            if (watch.seesCommit(buffer, read) && !forgetting) {
                forgetting = proxy.forgetsCommit();
            }
            proxy.hold();
            out.write(buffer, 0, read);
        }
    }

    /** An answer that comes while a COMMIT is to be forgotten is the one to it: the client waits for nothing else. */
    void pumpAnswers() throws IOException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (forgetting) {
                    proxy.forgot();
                    return;
                }
                proxy.hold();
                out.write(buffer, 0, read);
            }
        } finally {
            close();
        }
    }

    /** Breaks the connection on both ends. */
    void close() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a connection was broken already when it was closed", e);
            }
        }
    }
}
