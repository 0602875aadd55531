package dev.ficus.dualwrite.schema;

import java.util.List;
import java.util.Optional;

/**
 * A table as it is made in PostgreSQL, with what belongs to it alone.
 *
 * @param source its name on MySQL
 * @param name in PostgreSQL, unquoted
 * @param key the names of the columns of its primary key, unquoted
 * @param partitionBy what stands behind PARTITION BY: {@code RANGE (id)}
 * @param comment empty where it has none
 */
record TargetTable(
        String source,
        String name,
        List<TargetColumn> columns,
        List<String> key,
        Optional<String> partitionBy,
        String comment) {
    TargetTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
