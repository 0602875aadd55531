package dev.ficus.dualwrite.stream;

import java.util.Iterator;
import java.util.List;

/**
 * The changes of one transaction in the order of the source. They can be walked more than once. Whoever takes the
 * transaction closes them, which frees what they hold outside the memory.
 */
public final class Changes implements Iterable<RowChange>, AutoCloseable {
    static final Changes NONE = new Changes(List.of());

    private final List<RowChange> changes;

    private Changes(List<RowChange> changes) {
        this.changes = changes;
    }

    static Changes of(List<RowChange> changes) {
        return new Changes(List.copyOf(changes));
    }

    /** How many. */
    public long size() {
        return changes.size();
    }

    @Override
    public Iterator<RowChange> iterator() {
        return changes.iterator();
    }

    @Override
    public void close() {}
}
