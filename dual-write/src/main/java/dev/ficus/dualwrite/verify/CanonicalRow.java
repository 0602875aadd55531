package dev.ficus.dualwrite.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row as canonical text, equal on both sides exactly when the rows are equal.
 *
 * @param key the values of the primary key
 * @param values of all columns, in the table's order; null for NULL
 */
record CanonicalRow(List<String> key, @Nullable String[] values) {

    /** The names of the columns in which the rows differ. */
    List<String> differing(CanonicalRow other, List<String> names) {
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!Objects.equals(values[i], other.values[i])) {
                differing.add(names.get(i));
            }
        }
        return differing;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalRow row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Never the values, which may be private. */
    @Override
    public String toString() {
        return "row of " + values.length + " columns";
    }
}
