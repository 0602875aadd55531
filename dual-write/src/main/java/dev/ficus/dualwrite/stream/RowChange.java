package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.List;

/** One row changed by a source transaction. */
public sealed interface RowChange {
    Table table();

    /** The key of the row that the change hits in the target, before the change. */
    List<String> key();

    /** @param after all columns */
    record Insert(Table table, Row after) implements RowChange {
        @Override
        public List<String> key() {
            return after.key(table);
        }
    }

    /**
     * @param key the primary key before the change
     * @param after all columns; one that the source did not send is {@link Row#UNCHANGED}
     */
    record Update(Table table, List<String> key, Row after) implements RowChange {
        public Update {
            key = List.copyOf(key);
        }

        /** Whether the change moves the row to another key. */
        public boolean movesKey() {
            return !key.equals(after.key(table));
        }
    }

    record Delete(Table table, List<String> key) implements RowChange {
        public Delete {
            key = List.copyOf(key);
        }
    }
}
