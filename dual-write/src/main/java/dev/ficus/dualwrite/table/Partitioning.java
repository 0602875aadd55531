package dev.ficus.dualwrite.table;

import java.util.List;
import java.util.Optional;

/**
 * How MySQL divides a table.
 *
 * @param by how its partitions are told apart
 * @param subpartitionsBy how the parts of each partition are, where they have any
 * @param partitions in MySQL's order
 */
public record Partitioning(Method by, Optional<Method> subpartitionsBy, List<Partition> partitions) {
    public Partitioning {
        partitions = List.copyOf(partitions);
    }

    /**
     * @param name {@code RANGE}, {@code RANGE COLUMNS}, {@code LIST}, {@code LIST COLUMNS}, {@code HASH}, {@code KEY},
     *     {@code LINEAR HASH}, {@code LINEAR KEY}, and what MariaDB has beside them
     * @param expression as the catalog shows it; empty for KEY over the primary key
     */
    public record Method(String name, String expression) {}

    /**
     * @param description the bound or the values, as the catalog shows them; empty where the method has none
     * @param comment empty where it has none
     * @param subpartitions their names, in order
     */
    public record Partition(String name, String description, String comment, List<String> subpartitions) {
        public Partition {
            subpartitions = List.copyOf(subpartitions);
        }
    }
}
