package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Table;
import java.util.IdentityHashMap;
import java.util.Map;

/** The {@link TargetTable}s of one target, each made once. Thread-safe. */
final class TargetTables {
    private final Dialect dialect;
    private final Map<Table, TargetTable> tables = new IdentityHashMap<>();

    TargetTables(Dialect dialect) {
        this.dialect = dialect;
    }

    synchronized TargetTable of(Table table) {
        return tables.computeIfAbsent(table, any -> new TargetTable(any, dialect));
    }
}
