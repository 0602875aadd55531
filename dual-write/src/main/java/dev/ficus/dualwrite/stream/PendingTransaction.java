package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transaction that a capture is reading. What it becomes is decided at its commit. Used by one thread. */
final class PendingTransaction {
    private static final int CHANGE_WEIGHT = 200;

    private final EchoRule rule;
    private final List<RowChange> changes = new ArrayList<>();
    private final Map<String, Savepoint> savepoints = new HashMap<>();
    private boolean marked;
    private @Nullable Beat beat;
    private long weight;

    private record Savepoint(
            int changes, boolean marked, @Nullable Beat beat) {}

    PendingTransaction(EchoRule rule) {
        this.rule = rule;
    }

    void add(RowChange change) {
        changes.add(change);
        weight += CHANGE_WEIGHT;
        if (change instanceof RowChange.Insert insert) {
            weight += insert.after().weight();
        } else if (change instanceof RowChange.Update update) {
            weight += update.after().weight();
        }
    }

    /** The transaction carries the mark of the opposite stream. */
    void mark() {
        marked = true;
    }

    void beat(Beat newest) {
        beat = newest;
    }

    void savepoint(String name) {
        savepoints.put(name, new Savepoint(changes.size(), marked, beat));
    }

    /** Forgets what came after the savepoint; false where there is none of that name. */
    boolean rollbackTo(String name) {
        Savepoint savepoint = savepoints.get(name);
        if (savepoint == null) {
            return false;
        }
        changes.subList(savepoint.changes(), changes.size()).clear();
        marked = savepoint.marked();
        beat = savepoint.beat();
        return true;
    }

    void clear() {
        changes.clear();
        savepoints.clear();
        marked = false;
        beat = null;
        weight = 0;
    }

    boolean isEmpty() {
        return changes.isEmpty() && !marked && beat == null;
    }

    /** About the bytes that it holds in memory. */
    long weight() {
        return weight;
    }

    SourceTransaction committed(Position position) {
        boolean echo = marked && rule == EchoRule.SKIP_MARKED;
        return new SourceTransaction(
                position,
                echo ? Changes.NONE : Changes.of(changes),
                echo ? changes.size() : 0,
                Optional.ofNullable(beat));
    }
}
