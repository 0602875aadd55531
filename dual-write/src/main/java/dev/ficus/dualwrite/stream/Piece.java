package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are written at once, in the order of the source and all of one strictness: some rows, or a table that becomes
 * empty. Used by one thread at a time.
 */
final class Piece {
    private final List<RowChange> changes;
    private final boolean strict;
    private final TargetTables tables;
    private @Nullable Optional<List<Merge>> merges;

    /** @param changes not changed by anybody from now on */
    Piece(List<RowChange> changes, boolean strict, TargetTables tables) {
        this.changes = changes;
        this.strict = strict;
        this.tables = tables;
    }

    List<RowChange> changes() {
        return changes;
    }

    /** As {@link ChangeWriter}. */
    boolean strict() {
        return strict;
    }

    /** The table that becomes empty; then this is all of the piece. */
    Optional<Table> emptied() {
        return changes.get(0) instanceof RowChange.Truncate truncate ? Optional.of(truncate.table()) : Optional.empty();
    }

    /** Merged by table and key, in the order in which the tables come first; empty where the changes do not merge. Done once. */
    Optional<List<Merge>> merges() {
        Optional<List<Merge>> known = merges;
        if (known == null) {
            known = merge();
            merges = known;
        }
        return known;
    }

    /** The changes from one place on and before another one, as a piece of its own. */
    Piece part(int from, int to) {
        return new Piece(changes.subList(from, to), strict, tables);
    }

    private Optional<List<Merge>> merge() {
        List<Merge> all = new ArrayList<>();
        Map<Table, Merge> byTable = new IdentityHashMap<>();
        Table last = null;
        Merge merge = null;
        for (RowChange change : changes) {
            if (merge == null || change.table() != last) {
                last = change.table();
                merge = byTable.get(last);
            }
            if (merge == null) {
                merge = new Merge(tables.of(last), strict);
                byTable.put(last, merge);
                all.add(merge);
            }
            if (!merge.add(change)) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }
}
