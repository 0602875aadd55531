package dev.ficus.migrations.mongo;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.NaturalOrder;
import dev.ficus.migrations.mongo.MongoChange.ChangeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The changes of a history beside its record. Immutable; reads nothing by itself. */
final class Comparison {
    private final Map<ChangeKey, MongoChange> known = new HashMap<>();
    private final Map<ChangeKey, RecordedChange> recorded = new HashMap<>();
    private final Map<ChangeKey, List<StepRow>> unfinished;
    private final List<MongoChange> inOrder;
    private final List<RecordedChange> asRan;

    /**
     * @param rows the journal, empty while a run is in progress
     */
    Comparison(List<MongoChange> changes, List<RecordedChange> record, List<StepRow> rows) {
        this.inOrder = changes;
        this.asRan = record;
        changes.forEach(change -> known.put(change.key(), change));
        record.forEach(change -> recorded.put(change.key(), change));
        this.unfinished = rows.stream()
                .filter(row -> !isStale(row))
                .collect(Collectors.groupingBy(StepRow::key, LinkedHashMap::new, Collectors.toList()));
    }

    /** A crash between the record of a run and the end of its journal leaves rows that say nothing any more. */
    boolean isStale(StepRow row) {
        return recorded.containsKey(row.key()) == (row.direction() == StepRow.Direction.UP);
    }

    HistoryStatus status() {
        List<ChangeStatus> all = new ArrayList<>();
        asRan.forEach(change -> all.add(status(change.key(), change.file(), state(change))));
        for (MongoChange change : pending()) {
            boolean half = unfinished.containsKey(change.key());
            all.add(status(change.key(), change.file(), half ? ChangeState.HALF_APPLIED : ChangeState.PENDING));
        }
        unfinished.forEach((key, rows) -> {
            if (!known.containsKey(key) && !recorded.containsKey(key)) {
                all.add(status(key, rows.get(0).file(), ChangeState.HALF_APPLIED));
            }
        });
        return new HistoryStatus(all);
    }

    /** Everything that forbids a run up, in the order of {@link #status}. */
    List<HistoryProblem> problems(HistoryMessages messages, boolean outOfOrder) {
        List<HistoryProblem> problems = new ArrayList<>();
        for (RecordedChange change : asRan) {
            change(change.key())
                    .filter(file -> isEdited(change))
                    .ifPresent(file -> problems.add(messages.edited(change, file)));
            if (isMissing(change)) {
                problems.add(messages.missing(change));
            }
        }
        problems.addAll(halfApplied(messages));
        if (!outOfOrder) {
            lastApplied()
                    .filter(last -> !late(last).isEmpty())
                    .ifPresent(last -> problems.add(messages.late(late(last), last.file())));
        }
        return problems;
    }

    List<HistoryProblem> halfApplied(HistoryMessages messages) {
        return unfinished.values().stream().map(messages::halfApplied).toList();
    }

    /** What {@code up} runs, in order. */
    List<MongoChange> pending() {
        return inOrder.stream()
                .filter(change -> !recorded.containsKey(change.key()))
                .toList();
    }

    /** Every change that there is, in order. */
    List<MongoChange> changes() {
        return inOrder;
    }

    /** The changes that stand as applied, in the order in which they ran. */
    List<RecordedChange> applied() {
        return asRan;
    }

    /** The journal of a change that was begun and is not done; empty otherwise. */
    List<StepRow> rows(ChangeKey key) {
        return unfinished.getOrDefault(key, List.of());
    }

    Optional<MongoChange> change(ChangeKey key) {
        return Optional.ofNullable(known.get(key));
    }

    Optional<RecordedChange> recorded(ChangeKey key) {
        return Optional.ofNullable(recorded.get(key));
    }

    /** A change unit of an application has no file, and none is missed. */
    boolean isMissing(RecordedChange change) {
        return !known.containsKey(change.key()) && change.checksum().isPresent();
    }

    boolean isEdited(RecordedChange change) {
        return change(change.key())
                .flatMap(MongoChange::checksum)
                .flatMap(now -> change.checksum().map(ran -> !ran.equals(now)))
                .orElse(false);
    }

    private ChangeState state(RecordedChange change) {
        if (unfinished.containsKey(change.key())) {
            return ChangeState.HALF_APPLIED;
        }
        return isMissing(change) ? ChangeState.MISSING : isEdited(change) ? ChangeState.EDITED : ChangeState.APPLIED;
    }

    private List<MongoChange> late(MongoChange last) {
        return pending().stream()
                .filter(change -> NaturalOrder.compare(change.order(), last.order()) < 0)
                .toList();
    }

    private Optional<MongoChange> lastApplied() {
        return inOrder.stream()
                .filter(change -> recorded.containsKey(change.key()))
                .max(Comparator.comparing(MongoChange::order, NaturalOrder::compare));
    }

    private static ChangeStatus status(ChangeKey key, String file, ChangeState state) {
        return new ChangeStatus(key.id(), key.author(), file, state);
    }
}
