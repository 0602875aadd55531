package dev.ficus.core.settings;

import java.util.List;

/**
 * A domain: tables that move together.
 *
 * @param name lower-case letters, digits and underscores, starting with a letter, at most 40 characters
 * @param tables the MySQL names of its tables, at least one, in the order of the file
 * @param conversion how columns and names are converted; the same for every domain of a file
 * @param divergence what a stream does about a change that does not fit
 */
public record DomainSettings(String name, List<String> tables, ConversionSettings conversion, Divergence divergence) {
    public DomainSettings {
        tables = List.copyOf(tables);
    }

    /** A domain whose streams stop at a change that does not fit. */
    public DomainSettings(String name, List<String> tables, ConversionSettings conversion) {
        this(name, tables, conversion, Divergence.STOP);
    }

    /** A domain that is converted by the defaults. */
    public DomainSettings(String name, List<String> tables) {
        this(name, tables, ConversionSettings.NONE);
    }
}
