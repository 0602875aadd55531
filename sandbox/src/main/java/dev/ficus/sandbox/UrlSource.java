package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.util.Map;
import java.util.Optional;

/** A server that somebody else runs, named in the environment. */
record UrlSource(Environment environment) implements Source {
    @Override
    public SandboxKind kind() {
        return SandboxKind.URL;
    }

    @Override
    public Optional<Missing> missing(DatabaseKind kind, Map<String, String> settings) {
        String variable = "FICUS_TEST_" + Environment.upper(kind) + "_URL";
        Optional<ServerAddress> address = environment.address(kind);
        if (address.isEmpty()) {
            return Optional.of(new Missing(variable + " is not set", "set " + variable + ", or choose another source"));
        }
        if (DatabaseKind.of(address.get().url()).stream().noneMatch(kind::equals)) {
            return Optional.of(
                    new Missing(variable + " is not the URL of a " + kind.word() + " server", "correct " + variable));
        }
        if (!settings.isEmpty()) {
            return Optional.of(new Missing(
                    "it is somebody else's server, and this one needs the settings " + settings,
                    "choose another source: docker, installed or embedded"));
        }
        return Optional.empty();
    }

    @Override
    public SandboxServer start(DatabaseKind kind, Map<String, String> settings) {
        ServerAddress address = environment.address(kind).orElseThrow();
        String description = kind.word() + " " + Databases.version(address) + ", named in the environment";
        return new RunningServer(SandboxKind.URL, description, address, new Foreign());
    }

    /** A server that goes on running when we are done. */
    private static final class Foreign implements ServerControl {
        @Override
        public boolean controllable() {
            return false;
        }

        @Override
        public void stop() {
            throw Unavailable.control("somebody else runs it");
        }

        @Override
        public void kill() {
            throw Unavailable.control("somebody else runs it");
        }

        @Override
        public void start() {
            throw Unavailable.control("somebody else runs it");
        }

        @Override
        public void discard() {}
    }
}
