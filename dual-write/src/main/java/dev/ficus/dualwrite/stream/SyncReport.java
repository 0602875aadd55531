package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import java.util.List;
import java.util.Optional;

/** What the streams did until they ended, domain by domain. */
public record SyncReport(List<DomainSync> domains) {
    public SyncReport {
        domains = List.copyOf(domains);
    }

    /**
     * One domain.
     *
     * @param changes row changes applied by this run
     * @param echoes row changes that this run skipped because they carried the mark of the opposite stream
     * @param failure what stopped the domain's stream; empty where it ended because it was asked to
     */
    public record DomainSync(String domain, long changes, long echoes, Optional<FicusException> failure) {}

    /** The first failure. */
    public Optional<FicusException> failure() {
        return domains.stream().flatMap(domain -> domain.failure().stream()).findFirst();
    }
}
