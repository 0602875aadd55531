package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.util.List;
import java.util.Optional;

/** A server program on this machine: how its data directory is made, how it is run and ended. Immutable. */
interface Engine {
    DatabaseKind kind();

    /** Name and version, for people. */
    String description();

    /** The account of the operating system that it runs under. */
    Account account();

    /** The credentials that a new server gets; empty where it takes anybody on this machine. */
    Optional<Credentials> credentials();

    /** Fills the empty data directory of {@code home}. */
    void initialise(ServerHome home, ServerConfig config);

    /** The command that runs the server in the foreground. */
    List<String> command(ServerHome home, ServerConfig config);

    /** Called once, after the server took its first login. */
    default void prepare(ServerAddress address) {}

    /** The signal that shuts it down in good order without waiting for its clients. */
    String stopSignal();

    /** The signal that ends it at once, leaving nothing in the system; what it leaves on disk is removed anyway. */
    String discardSignal();
}
