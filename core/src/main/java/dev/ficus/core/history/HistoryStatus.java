package dev.ficus.core.history;

import java.util.List;

/** All changes of a history in their order: first what is recorded, in the order in which it ran, then what is pending. */
public record HistoryStatus(List<ChangeStatus> changes) {
    public HistoryStatus {
        changes = List.copyOf(changes);
    }

    /** How many changes stand in this state. */
    public long count(ChangeState state) {
        return changes.stream().filter(change -> change.state() == state).count();
    }
}
