package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes of one batch to one table, merged by key as {@link Net} says. Used by one thread. */
final class Merge {
    private final TargetTable table;
    private final boolean strict;
    private final Map<Row, Net> nets = new LinkedHashMap<>();

    /** @param strict as {@link ChangeWriter} */
    Merge(TargetTable table, boolean strict) {
        this.table = table;
        this.strict = strict;
    }

    /** What is to be written, in this order: a key or a unique value is free before it is taken. */
    record Groups(List<Net> deletes, List<Net> absents, Map<BitSet, List<Net>> updates, List<Net> inserts) {

        /** How many are not inserts. */
        int staged() {
            int updated = updates.values().stream().mapToInt(List::size).sum();
            return deletes.size() + absents.size() + updated;
        }
    }

    TargetTable table() {
        return table;
    }

    boolean strict() {
        return strict;
    }

    /** Takes a change of this table; false where it does not merge, and nothing of it was taken that counts. */
    boolean add(RowChange change) {
        if (change instanceof RowChange.Insert insert) {
            return insert(table.key(insert.after()), insert.after());
        }
        if (change instanceof RowChange.Update update) {
            return update(update);
        }
        return delete(change.key());
    }

    Groups groups() {
        Groups groups = new Groups(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (Net net : nets.values()) {
            switch (net.kind()) {
                case DELETE -> groups.deletes().add(net);
                case ABSENT -> groups.absents().add(net);
                case INSERT -> groups.inserts().add(net);
                case UPDATE ->
                    groups.updates()
                            .computeIfAbsent(table.sent(net.row()), sent -> new ArrayList<>())
                            .add(net);
            }
        }
        return groups;
    }

    private boolean insert(Row key, Row after) {
        Net before = strict ? nets.get(key) : null;
        if (before != null) {
            return before.insert(after);
        }
        nets.put(key, Net.inserted(key, after));
        return true;
    }

    private boolean update(RowChange.Update update) {
        Row after = update.after();
        if (table.movesKey(update)) {
            return after.whole() && delete(update.key()) && insert(table.key(after), after);
        }
        if (!strict) {
            return after.whole() && insert(update.key(), after);
        }
        Net before = nets.get(update.key());
        if (before != null) {
            return before.update(after);
        }
        nets.put(update.key(), Net.updated(update.key(), after));
        return true;
    }

    private boolean delete(Row key) {
        Net before = strict ? nets.get(key) : null;
        if (before != null) {
            return before.delete();
        }
        nets.put(key, Net.deleted(key));
        return true;
    }
}
