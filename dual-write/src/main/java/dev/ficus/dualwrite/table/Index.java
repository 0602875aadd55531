package dev.ficus.dualwrite.table;

import java.util.List;

/** A secondary index over whole columns. */
public record Index(String name, boolean unique, List<String> columns) {
    public Index {
        columns = List.copyOf(columns);
    }
}
