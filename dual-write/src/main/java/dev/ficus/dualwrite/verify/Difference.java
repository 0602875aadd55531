package dev.ficus.dualwrite.verify;

import java.util.List;

/**
 * A row of the copy that is not as the owner has it.
 *
 * @param key the values of the primary key
 * @param columns the names of the columns that differ; empty for a row that is missing or extra
 */
public record Difference(Kind kind, List<String> key, List<String> columns) {
    public Difference {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** How the copy's row differs. */
    public enum Kind {
        /** Both sides have the row, with different values. */
        DIFFERENT,
        /** The owner has the row, the copy has not. */
        MISSING,
        /** The copy has the row, the owner has not. */
        EXTRA
    }
}
