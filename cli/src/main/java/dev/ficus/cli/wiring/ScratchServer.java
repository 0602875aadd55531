package dev.ficus.cli.wiring;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;

/** A throwaway server of the same kind as a database, with an empty database on it. It ends when this is closed. */
public final class ScratchServer implements AutoCloseable {
    private final SandboxServer server;
    private final DatabaseSettings database;

    private ScratchServer(SandboxServer server, DatabaseSettings database) {
        this.server = server;
        this.database = database;
    }

    /**
     * Starts the server from the source that the environment names, or else the first that works
     * ({@code docs/reference/sandbox.md}); progress tells which server it is.
     */
    public static ScratchServer like(DatabaseSettings original, Progress progress) {
        SandboxServer server = Sandbox.start(original.kind(), SandboxOptions.defaults(), progress);
        try {
            return new ScratchServer(server, server.freshDatabase("scratch"));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The empty database. */
    public DatabaseSettings database() {
        return database;
    }

    @Override
    public void close() {
        server.close();
    }
}
