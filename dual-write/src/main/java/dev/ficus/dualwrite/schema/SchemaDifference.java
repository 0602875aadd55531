package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The statements that turn one schema of a domain into a later one. Columns are altered; an object beside the tables that
 * changed, or that names a column which changes its type or goes, is dropped first and made again last. What holds rows of
 * its own (a table, a partition) is never dropped: that is a finding.
 */
final class SchemaDifference {
    private final TargetSchema before;
    private final TargetSchema after;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    SchemaDifference(TargetSchema before, TargetSchema after) {
        this.before = before;
        this.after = after;
    }

    /** What a reader has to know beside the statements; filled by {@link #sql}. */
    List<Finding> findings() {
        return findings;
    }

    /** The statements, one below the other; empty where both schemas are the same. */
    String sql() {
        Map<String, TargetTable> old = byName(before.tables());
        Map<String, TargetTable> present = byName(after.tables());
        List<TableDifference> tables = new ArrayList<>();
        for (TargetTable table : after.tables()) {
            TargetTable earlier = old.get(table.name());
            if (earlier != null) {
                tables.add(new TableDifference(earlier, table, findings));
            }
        }
        old.values().stream()
                .filter(table -> !present.containsKey(table.name()))
                .forEach(this::leaveTable);
        ObjectDifference objects = new ObjectDifference(before, after, touched(tables), findings);
        statements.addAll(objects.dropped());
        statements.addAll(objects.madeBefore(old.keySet()));
        for (TargetTable table : after.tables()) {
            if (!old.containsKey(table.name())) {
                statements.add(objects.madeFor(table) + withoutEnd(SchemaScript.table(table)));
            }
        }
        tables.forEach(table -> statements.addAll(table.statements(objects.renamedTypes())));
        statements.addAll(objects.madeAfter());
        return String.join("", statements.stream().map(sql -> sql + ";\n").toList());
    }

    /** The quoted names of columns whose type changes or that go, by table; the name of a table whose key changes. */
    private static Set<ObjectDifference.Touched> touched(List<TableDifference> tables) {
        Set<ObjectDifference.Touched> touched = new HashSet<>();
        tables.forEach(table -> touched.addAll(table.touched()));
        return touched;
    }

    private void leaveTable(TargetTable table) {
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT,
                table.source(),
                "the table left the domain and stays in PostgreSQL as " + table.name(),
                "dropping it would lose its rows, and another domain may have it now",
                "drop it by a change of your own when nobody needs it: DROP TABLE " + Quoted.postgres(table.name())));
    }

    private static String withoutEnd(String sql) {
        return sql.endsWith(";\n") ? sql.substring(0, sql.length() - 2) : sql;
    }

    private static Map<String, TargetTable> byName(List<TargetTable> tables) {
        Map<String, TargetTable> named = new LinkedHashMap<>();
        tables.forEach(table -> named.put(table.name(), table));
        return named;
    }

    /** The column of that name. */
    static Optional<TargetColumn> column(TargetTable table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }
}
