package dev.ficus.sandbox;

import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server of each kind for all tests of a JVM, started when the first test asks, gone with the JVM. Thread-safe.
 * A test that stops, kills or reconfigures its server starts its own with {@link Sandbox}.
 */
public final class SharedServers {
    private static final Logger LOG = LoggerFactory.getLogger(SharedServers.class);
    private static final Map<DatabaseKind, SandboxServer> SERVERS = new EnumMap<>(DatabaseKind.class);

    private SharedServers() {}

    /** The server of that kind; nobody closes, stops or kills it. */
    public static SandboxServer server(DatabaseKind kind) {
        synchronized (SERVERS) {
            return SERVERS.computeIfAbsent(
                    kind, missing -> Sandbox.start(missing, SandboxOptions.defaults(), SharedServers::log));
        }
    }

    private static void log(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            LOG.warn("{}: {}", warning.subject(), warning.text());
        }
    }
}
