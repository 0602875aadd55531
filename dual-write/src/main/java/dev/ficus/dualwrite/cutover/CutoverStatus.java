package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.DomainState;
import java.util.Optional;
import java.util.Set;

/**
 * Where a domain stands, as the servers have it.
 *
 * @param fencedInMysql tables that refuse writes there
 * @param fencedInPostgres likewise
 * @param slot the reverse stream's slot, if it is there
 * @param last the newest entry of the journal
 */
public record CutoverStatus(
        DomainState state,
        Set<String> fencedInMysql,
        Set<String> fencedInPostgres,
        Optional<String> slot,
        Optional<JournalEntry> last) {
    public CutoverStatus {
        fencedInMysql = Set.copyOf(fencedInMysql);
        fencedInPostgres = Set.copyOf(fencedInPostgres);
    }
}
