package dev.ficus.dualwrite.proposal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Columns of one table that point to columns of another, or of the same.
 *
 * @param columns in the order of the key
 * @param referencedTable with its database in front where that is another one
 */
public record Tie(String table, List<String> columns, String referencedTable, List<String> referencedColumns) {
    static final Comparator<Tie> ORDER =
            Comparator.comparing(Tie::table).thenComparing(Tie::words).thenComparing(Tie::referencedTable);

    public Tie {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** As it is printed: {@code order_items.order_id -> orders.id}. */
    public String words() {
        return end(table, columns) + " -> " + end(referencedTable, referencedColumns);
    }

    private static String end(String table, List<String> columns) {
        return columns.size() == 1 ? table + "." + columns.get(0) : table + ".(" + String.join(", ", columns) + ")";
    }

    /** Whether it leads from one table of {@code tables} to another of them. */
    boolean within(Collection<String> tables) {
        return tables.contains(table) && tables.contains(referencedTable);
    }
}
