package dev.ficus.cli.demo;

import dev.ficus.dualwrite.control.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The totals of the ledger. Thread-safe. */
final class LedgerCounts {
    private final Map<DomainSide, Long> changes = new HashMap<>();
    private final Map<String, Long> unknownChanges = new HashMap<>();
    private final Map<DomainSide, WrittenRow> last = new HashMap<>();
    private long accepted;
    private long unknown;

    private record DomainSide(String domain, Owner side) {}

    synchronized void accepted(Owner side, List<WrittenRow> written) {
        String domain = domain(written);
        accepted++;
        changes.merge(new DomainSide(domain, side), (long) written.size(), Long::sum);
        last.put(new DomainSide(domain, side), written.get(0));
    }

    synchronized void unknown(List<WrittenRow> written) {
        unknown++;
        unknownChanges.merge(domain(written), (long) written.size(), Long::sum);
    }

    /** Writes, each a transaction, that applications were told are accepted. */
    synchronized long accepted() {
        return accepted;
    }

    /** Writes whose outcome nobody knows. */
    synchronized long unknown() {
        return unknown;
    }

    /** Row changes of the domain accepted on that side. */
    synchronized long changes(String domain, Owner side) {
        return changes.getOrDefault(new DomainSide(domain, side), 0L);
    }

    /** Row changes of the domain in writes whose outcome nobody knows. */
    synchronized long unknownChanges(String domain) {
        return unknownChanges.getOrDefault(domain, 0L);
    }

    /** The most important row of the newest write to the domain that was accepted on that side. */
    synchronized Optional<WrittenRow> last(String domain, Owner side) {
        return Optional.ofNullable(last.get(new DomainSide(domain, side)));
    }

    private static String domain(List<WrittenRow> written) {
        return written.get(0).key().table().domain();
    }
}
