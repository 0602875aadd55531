package dev.ficus.cli.demo;

import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Owner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds up, domain by domain, what the streams have applied since the first cutover, and what the applications were told is
 * accepted since then. Used by one thread.
 *
 * <p>A checkpoint is replaced where its stream begins anew, which a cutover does. So it is read just before and just after
 * each one: the stream of the old direction has ended by then, and its checkpoint stays until it begins again.
 */
final class StreamTally {
    private final Source source;
    private final LedgerCounts counts;
    private final Map<Stream, Long> changes = new HashMap<>();
    private final Set<String> cutOver = new HashSet<>();
    private final Map<String, Long> acceptedBefore = new HashMap<>();

    /** Reads the checkpoint of a stream. */
    @FunctionalInterface
    interface Source {
        Optional<Checkpoint> checkpoint(String domain, Direction direction);
    }

    private record Stream(String domain, Direction direction, long epoch) {}

    StreamTally(Source source, LedgerCounts counts) {
        this.source = source;
        this.counts = counts;
    }

    /** Called while no cutover of the domain runs. */
    void beforeCutover(String domain) {
        note(domain);
        if (cutOver.contains(domain)) {
            // MySQL is fenced since the first cutover, so all that it had accepted until now was before that.
            acceptedBefore.putIfAbsent(domain, counts.changes(domain, Owner.MYSQL));
        }
    }

    /** Called when a cutover of the domain has ended. */
    void afterCutover(String domain) {
        note(domain);
        cutOver.add(domain);
    }

    /** What came of a domain; its streams are drained and the applications have stopped. */
    EchoCount count(String domain) {
        note(domain);
        long first = changes.keySet().stream()
                .filter(stream -> stream.domain.equals(domain))
                .mapToLong(Stream::epoch)
                .min()
                .orElse(0);
        long applied = changes.entrySet().stream()
                .filter(entry -> entry.getKey().domain.equals(domain))
                .filter(entry -> entry.getKey().epoch > first)
                .mapToLong(Map.Entry::getValue)
                .sum();
        long accepted = counts.changes(domain, Owner.MYSQL)
                + counts.changes(domain, Owner.POSTGRES)
                - acceptedBefore.getOrDefault(domain, 0L);
        return new EchoCount(applied, accepted, counts.unknownChanges(domain));
    }

    private void note(String domain) {
        for (Direction direction : Direction.values()) {
            source.checkpoint(domain, direction)
                    .ifPresent(found -> changes.put(new Stream(domain, direction, found.epoch()), found.changes()));
        }
    }
}
