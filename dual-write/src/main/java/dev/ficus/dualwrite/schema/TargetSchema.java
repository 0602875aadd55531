package dev.ficus.dualwrite.schema;

import java.util.List;

/**
 * Everything that a domain has in PostgreSQL: what {@code schema convert} writes, and what it compares when it runs again.
 *
 * @param objects in the order in which they are made
 */
record TargetSchema(List<TargetTable> tables, List<TargetObject> objects) {
    TargetSchema {
        tables = List.copyOf(tables);
        objects = List.copyOf(objects);
    }
}
