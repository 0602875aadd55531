package dev.ficus.core.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The section {@code strangler.convert}: choices for all columns of a type, for one table, for one column. The more
 * specific one wins, part by part.
 *
 * @param types by MySQL type, such as {@code datetime} or {@code tinyint(1)}
 * @param tables by the MySQL name of the table
 */
public record ConversionSettings(Map<String, ColumnChoice> types, Map<String, TableChoice> tables) {
    /** Every default. */
    public static final ConversionSettings NONE = new ConversionSettings(Map.of(), Map.of());

    public ConversionSettings {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** What was chosen for a table. */
    public TableChoice table(String table) {
        return tables.getOrDefault(table, TableChoice.NONE);
    }

    /**
     * What holds for a column: its own choice, its table's for its type, then the general one for its type. A whole
     * declaration ({@code tinyint(1)}) goes before the name of a type ({@code tinyint}). The display width that MariaDB
     * still shows may be left out: {@code bigint unsigned} is {@code bigint(20) unsigned} too.
     *
     * @param type {@code DATA_TYPE}
     * @param declaration {@code COLUMN_TYPE}
     */
    public ColumnChoice column(String table, String column, String type, String declaration) {
        TableChoice choice = table(table);
        return choice.columns()
                .getOrDefault(column, ColumnChoice.NONE)
                .over(typed(choice.types(), type, declaration))
                .over(typed(types, type, declaration));
    }

    private static ColumnChoice typed(Map<String, ColumnChoice> types, String type, String declaration) {
        return Stream.of(declaration, declaration.replaceFirst("(?<=int)\\(\\d+\\)", ""), type)
                .map(name -> types.getOrDefault(name, ColumnChoice.NONE))
                .reduce(ColumnChoice.NONE, ColumnChoice::over);
    }
}
