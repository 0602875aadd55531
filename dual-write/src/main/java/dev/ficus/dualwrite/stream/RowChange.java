package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;

/** One row changed by a source transaction, or all rows of a table. */
public sealed interface RowChange {
    Table table();

    /** The key of the row that the change hits in the target, before the change. */
    Row key();

    /** About the bytes that it holds in memory. */
    default long weight() {
        return OBJECT + key().weight();
    }

    /** About what the objects take that hold the rows together. */
    long OBJECT = 64;

    /** @param after all columns */
    record Insert(Table table, Row after) implements RowChange {
        @Override
        public Row key() {
            return after.key(table);
        }

        @Override
        public long weight() {
            return OBJECT + after.weight();
        }
    }

    /**
     * @param key the primary key before the change, as {@link Row#key}
     * @param after all columns, of which the source may not have sent each
     */
    record Update(Table table, Row key, Row after) implements RowChange {
        @Override
        public long weight() {
            return OBJECT + key.weight() + after.weight();
        }

        /** Whether the change moves the row to another key. */
        public boolean movesKey() {
            return !key.equals(after.key(table));
        }
    }

    record Delete(Table table, Row key) implements RowChange {}

    /** All rows of the table go, whichever they are: the source does not say. */
    record Truncate(Table table) implements RowChange {
        private static final Row NO_KEY = Row.of();

        @Override
        public Row key() {
            return NO_KEY;
        }
    }
}
