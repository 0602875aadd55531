package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the writers of one side prepare once for a table: the places of its key, the columns that this side takes, the
 * statements for one row. Only {@link #update} is kept to one thread; the rest does not change.
 */
final class TargetTable {
    private final Table table;
    private final Dialect dialect;
    private final int[] keyPlaces;
    private final BitSet written = new BitSet();
    private final BitSet inKey = new BitSet();
    private final String insert;
    private final String delete;
    private final Map<BitSet, String> updates = new HashMap<>();

    TargetTable(Table table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
        this.keyPlaces = table.keyPlaces().stream().mapToInt(place -> place).toArray();
        for (int place : keyPlaces) {
            inKey.set(place);
        }
        for (int i = 0; i < table.columns().size(); i++) {
            if (dialect.writes(table.columns().get(i))) {
                written.set(i);
            }
        }
        this.insert = dialect.insert(table);
        this.delete = dialect.delete(table);
    }

    Table table() {
        return table;
    }

    /** The places of the columns that this side takes; it computes the others. */
    BitSet written() {
        return written;
    }

    /** The places of the columns that this side takes, and of the key. */
    BitSet staged() {
        BitSet staged = (BitSet) written.clone();
        staged.or(inKey);
        return staged;
    }

    int[] keyPlaces() {
        return keyPlaces;
    }

    /** The columns at these places. */
    List<Column> columns(BitSet places) {
        return places.stream().mapToObj(table.columns()::get).toList();
    }

    /** The key that a change hits in the target. */
    Row key(RowChange change) {
        return change instanceof RowChange.Insert inserted ? key(inserted.after()) : change.key();
    }

    Row key(Row whole) {
        return whole.key(keyPlaces);
    }

    boolean movesKey(RowChange.Update update) {
        return !update.key().equals(key(update.after()));
    }

    /** The places of the columns that the source sent and this side takes. */
    BitSet sent(Row row) {
        if (row.whole()) {
            return written;
        }
        BitSet sent = new BitSet();
        for (int i = written.nextSetBit(0); i >= 0; i = written.nextSetBit(i + 1)) {
            if (row.sent(i)) {
                sent.set(i);
            }
        }
        return sent;
    }

    /** What an update of these columns sets where the key stays: all but the key, or all where nothing else is left. */
    BitSet set(BitSet sent) {
        BitSet set = (BitSet) sent.clone();
        set.andNot(inKey);
        return set.isEmpty() ? sent : set;
    }

    String insert() {
        return insert;
    }

    String overwrite() {
        return insert + dialect.overwrite(table);
    }

    String delete() {
        return delete;
    }

    String update(BitSet places) {
        return updates.computeIfAbsent((BitSet) places.clone(), set -> dialect.update(table, columns(set)));
    }
}
