package dev.ficus.dualwrite.proposal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table, view or sequence of the source.
 *
 * @param columns the type of each column, as MySQL declares it, in the order of the table
 * @param key the columns of the primary key; empty where there is none
 * @param leftOut why it can be in no domain; empty where it can
 */
record SourceTable(String name, Map<String, String> columns, List<String> key, Optional<Reason> leftOut) {
    /** @param todo what the reader does about it */
    record Reason(String what, String todo) {}

    /** The column that alone is the primary key. */
    Optional<String> singleKey() {
        return key.size() == 1 ? Optional.of(key.get(0)) : Optional.empty();
    }
}
