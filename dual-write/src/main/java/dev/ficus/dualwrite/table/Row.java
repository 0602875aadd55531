package dev.ficus.dualwrite.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row as PostgreSQL text, in the order of the table's columns. NULL is null; a column that the source
 * did not send (an unchanged TOAST value) is {@link #UNCHANGED}, compared by identity. Immutable.
 */
public final class Row {
    /** Stands for a value that the source did not send because it did not change. */
    @SuppressWarnings("StringOperationCanBeSimplified") // an identity of its own
    public static final String UNCHANGED = new String("(unchanged)");

    private final @Nullable String[] values;

    public Row(@Nullable String[] values) {
        this.values = values.clone();
    }

    /** The value of the column at this place of {@link Table#columns}. */
    public @Nullable String value(int column) {
        return values[column];
    }

    /** Whether the source sent this column. */
    @SuppressWarnings("ReferenceEquality")
    public boolean sent(int column) {
        return values[column] != UNCHANGED;
    }

    /** How many columns the row has. */
    public int size() {
        return values.length;
    }

    /** The values of the primary key, which are never NULL. */
    public List<String> key(Table table) {
        List<String> key = new ArrayList<>(table.key().size());
        for (Column column : table.key()) {
            key.add(Objects.requireNonNull(values[table.columns().indexOf(column)], column.name()));
        }
        return List.copyOf(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** How many columns; never the values, which may be private. */
    @Override
    public String toString() {
        return "Row of " + values.length + " columns";
    }
}
