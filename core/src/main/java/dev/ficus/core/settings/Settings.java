package dev.ficus.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A whole {@code ficus.yaml}.
 *
 * @param file where it was read from, absolute
 * @param databases in the order of the file; at least one
 * @param strangler empty where the file has no such section
 */
public record Settings(Path file, List<DatabaseSettings> databases, Optional<StranglerSettings> strangler) {
    public Settings {
        databases = List.copyOf(databases);
    }
}
