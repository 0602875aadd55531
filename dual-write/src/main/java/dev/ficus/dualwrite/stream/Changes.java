package dev.ficus.dualwrite.stream;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction in the order of the source. The first of them are in memory; those of a large
 * transaction go on in a {@link SpillFile}. They can be walked more than once, each time from the start, and by one thread
 * at a time. A walk holds about one block of the file in memory. Whoever takes the transaction closes them, which frees
 * the file; nothing can be walked after that.
 *
 * <p>A walk throws {@link dev.ficus.core.error.FicusException} SPILL_FAILED where the file cannot be read again. The
 * transaction is then read anew from the source, at the checkpoint.
 */
public final class Changes implements Iterable<RowChange>, AutoCloseable {
    static final Changes NONE = new Changes(List.of(), null, 0);

    private final List<RowChange> head;
    private final @Nullable SpillFile rest;
    private final long weight;

    private Changes(List<RowChange> head, @Nullable SpillFile rest, long weight) {
        this.head = head;
        this.rest = rest;
        this.weight = weight;
    }

    static Changes of(List<RowChange> changes) {
        return new Changes(
                List.copyOf(changes),
                null,
                changes.stream().mapToLong(RowChange::weight).sum());
    }

    /**
     * @param head not changed by anybody from now on
     * @param rest what comes behind it, finished; null where nothing does
     * @param weight of the head
     */
    static Changes of(List<RowChange> head, @Nullable SpillFile rest, long weight) {
        return new Changes(Collections.unmodifiableList(head), rest, weight);
    }

    /** How many. */
    public long size() {
        return head.size() + (rest == null ? 0 : rest.size());
    }

    /** About the bytes that they hold in memory, without what is on disk. */
    public long weight() {
        return weight + (rest == null ? 0 : SpillFile.BLOCK);
    }

    /** Whether some of them are on disk. */
    boolean spilled() {
        return rest != null;
    }

    @Override
    public Iterator<RowChange> iterator() {
        return rest == null ? head.iterator() : new Joined(head.iterator(), rest.iterator());
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
        }
    }

    private record Joined(Iterator<RowChange> first, Iterator<RowChange> second) implements Iterator<RowChange> {
        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public RowChange next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
