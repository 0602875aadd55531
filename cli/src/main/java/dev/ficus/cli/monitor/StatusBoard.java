package dev.ficus.cli.monitor;

import dev.ficus.dualwrite.stream.StreamStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest status of each domain. Thread-safe. */
final class StatusBoard {
    private final Map<String, StreamStatus> statuses = new ConcurrentSkipListMap<>();

    /** Whether the domain is new here. */
    boolean put(StreamStatus status) {
        return statuses.put(status.domain(), status) == null;
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
