package dev.ficus.cli.monitor;

import dev.ficus.dualwrite.stream.StreamStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest status of each domain, and how much of the retention of its log is used. Thread-safe. */
final class StatusBoard {
    private final Map<String, StreamStatus> statuses = new ConcurrentSkipListMap<>();
    private final Map<String, OptionalDouble> retentions = new ConcurrentSkipListMap<>();

    /** Whether the domain is new here. */
    boolean put(StreamStatus status) {
        return statuses.put(status.domain(), status) == null;
    }

    void putRetention(String domain, OptionalDouble used) {
        retentions.put(domain, used);
    }

    /** Empty also where nobody has looked yet. */
    OptionalDouble retention(String domain) {
        return retentions.getOrDefault(domain, OptionalDouble.empty());
    }

    StreamStatus of(String domain) {
        StreamStatus status = statuses.get(domain);
        if (status == null) {
            throw new IllegalArgumentException("no status of domain " + domain);
        }
        return status;
    }

    Collection<StreamStatus> all() {
        return List.copyOf(statuses.values());
    }

    boolean healthy() {
        return statuses.values().stream().allMatch(status -> status.state().healthy());
    }
}
