package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;

/**
 * A running server. It ends with {@link #close()}, and in any case with this JVM, however that ends.
 * Thread-safe but for {@link #start()}, {@link #stop()}, {@link #kill()} and {@link #close()}, which one thread calls.
 */
public interface SandboxServer extends AutoCloseable {
    DatabaseKind kind();

    /** Where it came from; never {@link SandboxKind#AUTO}. */
    SandboxKind source();

    /** Name, version and origin, for people: {@code MariaDB 11.4.5, binaries from Maven Central}. */
    String description();

    /** True where the program only imitates the real server; then {@link #description()} says so. */
    boolean standIn();

    /** The server's own administration database, with a user that may do everything. */
    DatabaseSettings admin(String settingsName);

    /** A new, empty database of a unique name, with a user that may do everything. Keeps no history yet. */
    DatabaseSettings freshDatabase(String settingsName);

    /** A new, empty database of the given name. */
    DatabaseSettings createDatabase(String settingsName, String databaseName);

    /** True where {@link #stop()}, {@link #start()} and {@link #kill()} work: the sandbox owns the process. */
    boolean controllable();

    /** Shuts the server down in good order; returns when it is down. Does nothing if it is down already. */
    void stop();

    /** Ends the server at once, like a crash of its process; returns when it is down. */
    void kill();

    /** Starts it again with the same data on the same port; returns when it takes logins. */
    void start();

    /** Ends the server and removes what it left. Databases made on a server of somebody else are dropped. */
    @Override
    void close();
}
