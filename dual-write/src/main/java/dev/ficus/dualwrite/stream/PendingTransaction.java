package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that a capture is reading. What it becomes is decided at its commit. Used by one thread.
 *
 * <p>The changes are held in memory up to the limit of the {@link SpillSpace}, and in a file beyond it. A marked
 * transaction is an echo: its mark comes before its changes, which are then counted and not kept.
 */
final class PendingTransaction implements AutoCloseable {
    private final EchoRule rule;
    private final SpillSpace space;
    private final Map<String, Savepoint> savepoints = new HashMap<>();
    private List<RowChange> head = new ArrayList<>();
    private @Nullable SpillFile rest;
    private boolean marked;
    private @Nullable Beat beat;
    private long count;
    private long weight;

    /** @param rest null where nothing was on disk */
    private record Savepoint(
            int head,
            SpillFile.@Nullable Mark rest,
            boolean marked,
            @Nullable Beat beat,
            long count,
            long weight) {}

    PendingTransaction(EchoRule rule, SpillSpace space) {
        this.rule = rule;
        this.space = space;
    }

    void add(RowChange change) {
        count++;
        if (echo()) {
            return;
        }
        if (rest == null && weight + change.weight() <= space.limit()) {
            head.add(change);
            weight += change.weight();
            return;
        }
        if (rest == null) {
            rest = space.open();
        }
        rest.add(change);
    }

    /** Whether changes are only counted, so that there is no need to decode them: see {@link #count}. */
    boolean echo() {
        return marked && rule == EchoRule.SKIP_MARKED;
    }

    /** Counts changes of an echo. */
    void count(long changes) {
        count += changes;
    }

    /** The transaction carries the mark of the opposite stream. */
    void mark() {
        marked = true;
        if (echo() && savepoints.isEmpty()) {
            forgetChanges();
        }
    }

    void beat(Beat newest) {
        beat = newest;
    }

    void savepoint(String name) {
        savepoints.put(
                name, new Savepoint(head.size(), rest == null ? null : rest.mark(), marked, beat, count, weight));
    }

    /** Forgets what came after the savepoint; false where there is none of that name. */
    boolean rollbackTo(String name) {
        Savepoint savepoint = savepoints.get(name);
        if (savepoint == null) {
            return false;
        }
        head.subList(savepoint.head(), head.size()).clear();
        if (savepoint.rest() == null) {
            closeFile();
        } else if (rest != null) {
            rest.backTo(savepoint.rest());
        }
        marked = savepoint.marked();
        beat = savepoint.beat();
        count = savepoint.count();
        weight = savepoint.weight();
        return true;
    }

    void clear() {
        forgetChanges();
        savepoints.clear();
        marked = false;
        beat = null;
        count = 0;
    }

    boolean isEmpty() {
        return count == 0 && !marked && beat == null;
    }

    /** Hands the transaction over, and is empty. */
    SourceTransaction committed(Position position) {
        SourceTransaction transaction = echo()
                ? new SourceTransaction(position, Changes.NONE, count, Optional.ofNullable(beat))
                : new SourceTransaction(position, changes(), 0, Optional.ofNullable(beat));
        clear();
        return transaction;
    }

    @Override
    public void close() {
        clear();
    }

    private Changes changes() {
        if (rest != null) {
            rest.finish();
        }
        Changes changes = Changes.of(head, rest, weight);
        head = new ArrayList<>();
        rest = null;
        return changes;
    }

    private void forgetChanges() {
        head.clear();
        weight = 0;
        closeFile();
    }

    private void closeFile() {
        if (rest != null) {
            rest.close();
            rest = null;
        }
    }
}
