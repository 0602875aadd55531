package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.NaturalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.change.CheckSum;
import org.jspecify.annotations.Nullable;

/** The files of a history beside its record. Immutable; reads nothing by itself. */
final class Comparison {
    private final Map<ChangeKey, SqlChange> files = new HashMap<>();
    private final Map<ChangeKey, RecordedChange> recorded = new HashMap<>();
    private final Map<ChangeKey, List<StatementRow>> unfinished;
    private final List<StatementRow> rows;
    private final List<SqlChange> inOrder;
    private final List<RecordedChange> asRan;

    /**
     * @param changes those meant for this kind of database
     * @param rows the journal, empty while a run is in progress
     */
    Comparison(List<SqlChange> changes, List<RecordedChange> record, List<StatementRow> rows) {
        this.inOrder = changes;
        this.asRan = record;
        changes.forEach(change -> files.put(change.key(), change));
        record.forEach(change -> recorded.put(change.key(), change));
        this.rows = rows;
        this.unfinished = rows.stream()
                .collect(Collectors.groupingBy(StatementRow::key, LinkedHashMap::new, Collectors.toList()));
    }

    HistoryStatus status() {
        List<ChangeStatus> all = new ArrayList<>();
        asRan.forEach(change -> all.add(status(change.key(), state(change))));
        inOrder.stream()
                .filter(change -> !recorded.containsKey(change.key()))
                .forEach(change -> all.add(status(
                        change.key(),
                        unfinished.containsKey(change.key()) ? ChangeState.HALF_APPLIED : ChangeState.PENDING)));
        goneHalfway().forEach(key -> all.add(status(key, ChangeState.HALF_APPLIED)));
        return new HistoryStatus(all);
    }

    List<HistoryEntry> history() {
        return asRan.stream().map(RecordedChange::entry).toList();
    }

    /** Everything that forbids a run up, in the order of {@link #status}. */
    List<HistoryProblem> problems(HistoryMessages messages) {
        List<HistoryProblem> problems = new ArrayList<>(disagreements(messages));
        List<SqlChange> late = lateFiles();
        if (!late.isEmpty()) {
            problems.add(messages.late(late, String.valueOf(lastPlain())));
        }
        return problems;
    }

    /** What is wrong between files and record, but for files that came in late: everything that forbids any run. */
    List<HistoryProblem> disagreements(HistoryMessages messages) {
        List<HistoryProblem> problems = new ArrayList<>();
        for (RecordedChange change : asRan) {
            SqlChange file = files.get(change.key());
            if (file != null && state(change) == ChangeState.EDITED) {
                problems.add(messages.edited(change, file));
            } else if (state(change) == ChangeState.MISSING) {
                problems.add(messages.missing(change));
            }
        }
        halfApplied().forEach(half -> problems.add(messages.halfApplied(half)));
        return problems;
    }

    /** What ran, the oldest first. */
    List<RecordedChange> record() {
        return asRan;
    }

    /** The changes of the files, in their order. */
    List<SqlChange> changes() {
        return inOrder;
    }

    /** The change of a file that a record tells of. */
    Optional<SqlChange> change(RecordedChange record) {
        return change(record.key());
    }

    Optional<SqlChange> change(ChangeKey key) {
        return Optional.ofNullable(files.get(key));
    }

    Optional<RecordedChange> recorded(ChangeKey key) {
        return Optional.ofNullable(recorded.get(key));
    }

    /** Where a change stands; empty where neither files nor record nor journal have it. */
    Optional<ChangeState> state(ChangeKey key) {
        if (unfinished.containsKey(key)) {
            return Optional.of(ChangeState.HALF_APPLIED);
        }
        Optional<ChangeState> ran = recorded(key).map(this::state);
        return ran.or(() -> change(key).map(change -> ChangeState.PENDING));
    }

    /** The changes that have not finished. */
    List<HalfApplied> halfApplied() {
        return unfinished.entrySet().stream()
                .map(entry -> new HalfApplied(entry.getKey(), entry.getValue()))
                .toList();
    }

    Optional<HalfApplied> halfApplied(ChangeKey key) {
        return Optional.ofNullable(unfinished.get(key)).map(rows -> new HalfApplied(key, rows));
    }

    /** The same files beside another record. */
    Comparison beside(List<RecordedChange> record) {
        return new Comparison(inOrder, record, rows);
    }

    /** What {@code up} runs, in order. */
    List<SqlChange> pending() {
        return inOrder.stream().filter(this::isDue).toList();
    }

    boolean ranBefore(SqlChange change) {
        return recorded.containsKey(change.key());
    }

    private boolean isDue(SqlChange change) {
        RecordedChange record = recorded.get(change.key());
        return record == null || change.body().always() || (change.body().onChange() && differs(change, record));
    }

    private ChangeState state(RecordedChange record) {
        if (unfinished.containsKey(record.key())) {
            return ChangeState.HALF_APPLIED;
        }
        SqlChange change = files.get(record.key());
        if (change == null) {
            return ChangeState.MISSING;
        }
        boolean mayDiffer = change.body().always() || change.body().onChange();
        return !mayDiffer && differs(change, record) ? ChangeState.EDITED : ChangeState.APPLIED;
    }

    /** By our checksum where we recorded the change, else by Liquibase's. */
    private static boolean differs(SqlChange change, RecordedChange record) {
        if (record.checksum().isPresent()) {
            return !record.checksum().get().equals(change.checksum());
        }
        Optional<CheckSum> md5 = record.md5().map(CheckSum::parse);
        return md5.isPresent() && !change.body().changeSet().isCheckSumValid(md5.get());
    }

    /** Plain files that would run after one that sorts behind them: a file merged late is easily missed. */
    private List<SqlChange> lateFiles() {
        String last = lastPlain();
        return inOrder.stream()
                .filter(change -> change.plain() && !recorded.containsKey(change.key()))
                .filter(change ->
                        last != null && NaturalOrder.compare(change.key().file(), last) < 0)
                .toList();
    }

    private @Nullable String lastPlain() {
        return inOrder.stream()
                .filter(change -> change.plain() && recorded.containsKey(change.key()))
                .map(change -> change.key().file())
                .max(NaturalOrder::compare)
                .orElse(null);
    }

    private Set<ChangeKey> goneHalfway() {
        Set<ChangeKey> keys = new HashSet<>(unfinished.keySet());
        keys.removeAll(files.keySet());
        keys.removeAll(recorded.keySet());
        return keys;
    }

    private static ChangeStatus status(ChangeKey key, ChangeState state) {
        return new ChangeStatus(key.id(), key.author(), key.file(), state);
    }
}
