package dev.ficus.core.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the user chose for one table.
 *
 * @param name the table's name in PostgreSQL
 * @param types for its columns of a MySQL type, such as {@code datetime} or {@code tinyint(1)}
 * @param columns for single columns, by their MySQL names
 */
public record TableChoice(Optional<String> name, Map<String, ColumnChoice> types, Map<String, ColumnChoice> columns) {
    /** Every default. */
    public static final TableChoice NONE = new TableChoice(Optional.empty(), Map.of(), Map.of());

    public TableChoice {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
