package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.NearestName;
import java.util.List;

/**
 * The section {@code strangler} of {@code ficus.yaml}.
 *
 * @param from the MySQL database that the application leaves
 * @param to the PostgreSQL database that it moves to
 * @param domains in the order of the file
 * @param stream how much a stream may hold
 */
public record StranglerSettings(
        DatabaseSettings from, DatabaseSettings to, List<DomainSettings> domains, StreamSettings stream) {
    public StranglerSettings {
        domains = List.copyOf(domains);
    }

    /** With {@link StreamSettings#DEFAULT}. */
    public StranglerSettings(DatabaseSettings from, DatabaseSettings to, List<DomainSettings> domains) {
        this(from, to, domains, StreamSettings.DEFAULT);
    }

    /** The domain of that name; {@link ErrorCode#DOMAIN_UNKNOWN} where there is none. */
    public DomainSettings domain(String name) {
        List<String> names = domains.stream().map(DomainSettings::name).toList();
        String fix = names.isEmpty() ? "add it: " + name + ": { tables: [TABLE] }" : NearestName.fix(name, names);
        return domains.stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.DOMAIN_UNKNOWN, "there is no domain " + name, "ficus.yaml, strangler.domains", fix));
    }
}
