package dev.ficus.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * What is particular to one server.
 *
 * @param port on 127.0.0.1; stays the same over restarts
 * @param credentials of the user that may do everything
 * @param settings over those of the sandbox; see {@link SandboxOptions#settings()}
 */
record ServerConfig(int port, Optional<Credentials> credentials, Map<String, String> settings) {
    Credentials login() {
        return credentials.orElseThrow(() -> new IllegalStateException("this server takes no login"));
    }
}
