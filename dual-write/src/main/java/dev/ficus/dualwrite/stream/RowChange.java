package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;

/** One row changed by a source transaction. */
public sealed interface RowChange {
    Table table();

    /** The key of the row that the change hits in the target, before the change. */
    Row key();

    /** @param after all columns */
    record Insert(Table table, Row after) implements RowChange {
        @Override
        public Row key() {
            return after.key(table);
        }
    }

    /**
     * @param key the primary key before the change, as {@link Row#key}
     * @param after all columns, of which the source may not have sent each
     */
    record Update(Table table, Row key, Row after) implements RowChange {
        /** Whether the change moves the row to another key. */
        public boolean movesKey() {
            return !key.equals(after.key(table));
        }
    }

    record Delete(Table table, Row key) implements RowChange {}
}
