package dev.ficus.dualwrite.table;

import java.util.List;

/**
 * A foreign key.
 *
 * @param onDelete {@code NO ACTION}, {@code RESTRICT}, {@code CASCADE}, {@code SET NULL}
 * @param onUpdate likewise
 */
public record ForeignKey(
        String name,
        List<String> columns,
        String referencedTable,
        List<String> referencedColumns,
        String onDelete,
        String onUpdate) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** Whether the server changes rows of this table by itself when the referenced row changes. */
    public boolean cascades() {
        return acts(onDelete) || acts(onUpdate);
    }

    private static boolean acts(String rule) {
        return rule.equals("CASCADE") || rule.startsWith("SET ");
    }
}
