package dev.ficus.dualwrite.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A secondary index of MySQL.
 *
 * @param name its name, unique in its table
 * @param method how it is built
 * @param parts in order
 * @param comment empty where it has none
 */
public record Index(String name, boolean unique, Method method, List<Part> parts, String comment) {
    /** {@code INDEX_TYPE}. */
    public enum Method {
        BTREE,
        HASH,
        FULLTEXT,
        SPATIAL,
        /** MariaDB's index over vectors. */
        VECTOR
    }

    /**
     * A column or an expression of it.
     *
     * @param column its MySQL name; empty for an expression
     * @param expression as MySQL's catalog shows it; empty for a column
     * @param prefix characters (bytes of a binary column) of the value that it looks at; empty where it looks at all
     */
    public record Part(Optional<String> column, Optional<String> expression, OptionalInt prefix, boolean descending) {}

    public Index {
        parts = List.copyOf(parts);
    }
}
