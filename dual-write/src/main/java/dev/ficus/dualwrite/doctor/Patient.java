package dev.ficus.dualwrite.doctor;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is examined.
 *
 * @param mysql empty where it does not answer
 * @param postgres empty where it does not answer
 * @param domains those that the user asked about
 * @param tables of these domains, as far as the catalog could be read
 */
record Patient(
        Strangler strangler,
        DoctorOptions options,
        Optional<Side> mysql,
        Optional<Side> postgres,
        List<Domain> domains) {

    /** A domain with those of its tables that Ficus can handle. */
    record Domain(DomainSettings settings, List<Table> tables) {}

    Stream<Table> tables() {
        return domains.stream().flatMap(domain -> domain.tables().stream());
    }

    /** The MySQL names of the tables of these domains, those that cannot be handled too. */
    List<String> names() {
        return domains.stream()
                .flatMap(domain -> domain.settings().tables().stream())
                .toList();
    }
}
