package dev.ficus.cli.demo;

import dev.ficus.dualwrite.control.Owner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up, domain by domain, what the streams have applied since the first cutover, and what the applications were told is
 * accepted since then. Used by one thread.
 */
final class StreamTally {
    private final Source source;
    private final LedgerCounts counts;
    private final Set<String> cutOver = new HashSet<>();
    private final Map<String, Long> acceptedBefore = new HashMap<>();

    /** What the control schema says about the streams of a domain. */
    interface Source {
        /** The changes that each stream had applied when a cutover ended it, the oldest first. */
        List<Long> endedStreams(String domain);

        /** The changes that the reverse stream, which runs in the last phase, has applied. */
        long lastStream(String domain);
    }

    StreamTally(Source source, LedgerCounts counts) {
        this.source = source;
        this.counts = counts;
    }

    /** Called while no cutover of the domain runs. */
    void beforeCutover(String domain) {
        if (cutOver.contains(domain)) {
            // MySQL is fenced since the first cutover, so all that it had accepted until now was before that.
            acceptedBefore.putIfAbsent(domain, counts.changes(domain, Owner.MYSQL));
        }
    }

    /** Called when a cutover of the domain has ended. */
    void afterCutover(String domain) {
        cutOver.add(domain);
    }

    /** What came of a domain that is in phase postgres; its stream is drained and the applications have stopped. */
    EchoCount count(String domain) {
        // The first stream that ended is the one that a backfill began: what it applied was before the first cutover.
        long ended = source.endedStreams(domain).stream()
                .skip(1)
                .mapToLong(Long::longValue)
                .sum();
        long accepted = counts.changes(domain, Owner.MYSQL)
                + counts.changes(domain, Owner.POSTGRES)
                - acceptedBefore.getOrDefault(domain, 0L);
        return new EchoCount(ended + source.lastStream(domain), accepted, counts.unknownChanges(domain));
    }
}
