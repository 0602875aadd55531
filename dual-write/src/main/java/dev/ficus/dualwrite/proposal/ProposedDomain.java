package dev.ficus.dualwrite.proposal;

import java.util.List;
import java.util.Optional;

/**
 * Tables that belong together.
 *
 * @param name as {@code ficus.yaml} allows it
 * @param tables what others refer to first
 * @param ties the foreign keys that hold them together
 * @param cut where it could be divided; only of one that is large
 */
public record ProposedDomain(String name, List<String> tables, List<Tie> ties, Optional<String> cut) {
    public ProposedDomain {
        tables = List.copyOf(tables);
        ties = List.copyOf(ties);
    }

    /** Why these tables are one domain, a reason for each line. */
    public List<String> because() {
        return ties.isEmpty()
                ? List.of("no foreign key ties it to another table")
                : ties.stream().map(Tie::words).toList();
    }
}
