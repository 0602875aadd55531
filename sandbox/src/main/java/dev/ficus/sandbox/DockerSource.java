package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.util.Map;
import java.util.Optional;

/** A container, through Testcontainers. */
record DockerSource(Environment environment) implements Source {
    @Override
    public SandboxKind kind() {
        return SandboxKind.DOCKER;
    }

    @Override
    public Optional<Missing> missing(DatabaseKind kind, Map<String, String> settings) {
        return DockerEngine.missing(environment);
    }

    @Override
    public SandboxServer start(DatabaseKind kind, Map<String, String> settings) {
        return DockerContainer.launch(kind, DockerRecipe.of(kind, environment, settings));
    }
}
