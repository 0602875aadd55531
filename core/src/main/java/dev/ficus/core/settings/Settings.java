package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.NearestName;
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

    /** The database of that name; {@link ErrorCode#DATABASE_UNKNOWN} where there is none. */
    public DatabaseSettings database(String name) {
        List<String> names = databases.stream().map(DatabaseSettings::name).toList();
        return databases.stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.DATABASE_UNKNOWN,
                        "there is no database " + name,
                        file.getFileName() + ", databases",
                        NearestName.fix(name, names)));
    }

    /** The section {@code strangler}; {@link ErrorCode#STRANGLER_NOT_CONFIGURED} where there is none. */
    public StranglerSettings requiredStrangler() {
        return strangler.orElseThrow(
                () -> new FicusException(
                        ErrorCode.STRANGLER_NOT_CONFIGURED,
                        "the file has no section strangler",
                        file.toString(),
                        "add strangler: { from: MYSQL_DATABASE, to: POSTGRES_DATABASE, domains: { NAME: { tables: [TABLE] } } }"));
    }
}
