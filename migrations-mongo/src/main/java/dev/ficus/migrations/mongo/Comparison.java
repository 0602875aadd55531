package dev.ficus.migrations.mongo;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.NaturalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of a history beside its record. Immutable; reads nothing by itself. */
final class Comparison {
    private final Map<MongoChange.ChangeKey, MongoChange> files = new HashMap<>();
    private final Map<MongoChange.ChangeKey, RecordedChange> recorded = new HashMap<>();
    private final Map<MongoChange.ChangeKey, List<StepRow>> unfinished;
    private final List<MongoChange> inOrder;
    private final List<RecordedChange> asRan;

    /**
     * @param rows the journal, empty while a run is in progress
     */
    Comparison(List<MongoChange> changes, List<RecordedChange> record, List<StepRow> rows) {
        this.inOrder = changes;
        this.asRan = record;
        changes.forEach(change -> files.put(change.key(), change));
        record.forEach(change -> recorded.put(change.key(), change));
        this.unfinished = rows.stream()
                .filter(row -> !recorded.containsKey(row.key()))
                .collect(Collectors.groupingBy(StepRow::key, LinkedHashMap::new, Collectors.toList()));
    }

    HistoryStatus status() {
        List<ChangeStatus> all = new ArrayList<>();
        asRan.forEach(change -> all.add(status(change.key(), change.file(), state(change))));
        for (MongoChange change : pending()) {
            boolean half = unfinished.containsKey(change.key());
            all.add(status(change.key(), change.file(), half ? ChangeState.HALF_APPLIED : ChangeState.PENDING));
        }
        unfinished.forEach((key, rows) -> {
            if (!files.containsKey(key)) {
                all.add(status(key, rows.get(0).file(), ChangeState.HALF_APPLIED));
            }
        });
        return new HistoryStatus(all);
    }

    /** Everything that forbids a run, in the order of {@link #status}. */
    List<HistoryProblem> problems(HistoryMessages messages) {
        List<HistoryProblem> problems = new ArrayList<>();
        for (RecordedChange change : asRan) {
            if (state(change) == ChangeState.EDITED) {
                problems.add(messages.edited(change));
            } else if (state(change) == ChangeState.MISSING) {
                problems.add(messages.missing(change));
            }
        }
        unfinished.values().forEach(rows -> problems.add(messages.halfApplied(rows)));
        lastApplied()
                .ifPresent(last -> pending().stream()
                        .filter(change -> NaturalOrder.compare(change.file(), last) < 0)
                        .forEach(change -> problems.add(messages.late(change, last))));
        return problems;
    }

    /** What {@code up} runs, in order. */
    List<MongoChange> pending() {
        return inOrder.stream()
                .filter(change -> !recorded.containsKey(change.key()))
                .toList();
    }

    /** A change unit of an application has no file, and none is missed. */
    private ChangeState state(RecordedChange record) {
        MongoChange change = files.get(record.key());
        if (change == null) {
            return record.checksum().isPresent() ? ChangeState.MISSING : ChangeState.APPLIED;
        }
        boolean same = record.checksum().isEmpty() || record.checksum().get().equals(change.checksum());
        return same ? ChangeState.APPLIED : ChangeState.EDITED;
    }

    private Optional<String> lastApplied() {
        return inOrder.stream()
                .filter(change -> recorded.containsKey(change.key()))
                .map(MongoChange::file)
                .max(NaturalOrder::compare);
    }

    private static ChangeStatus status(MongoChange.ChangeKey key, String file, ChangeState state) {
        return new ChangeStatus(key.id(), key.author(), file, state);
    }
}
