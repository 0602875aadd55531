package dev.ficus.core.settings;

import java.util.List;

/**
 * A domain: tables that move together.
 *
 * @param name lower-case letters, digits and underscores, starting with a letter, at most 40 characters
 * @param tables the MySQL names of its tables, at least one, in the order of the file
 * @param conversion how columns and names are converted; the same for every domain of a file
 */
public record DomainSettings(String name, List<String> tables, ConversionSettings conversion) {
    public DomainSettings {
        tables = List.copyOf(tables);
    }

    /** A domain that is converted by the defaults. */
    public DomainSettings(String name, List<String> tables) {
        this(name, tables, ConversionSettings.NONE);
    }
}
