package dev.ficus.core.history;

/**
 * What {@link MigrationHistory#tag} did.
 *
 * @param tag the name
 * @param change the id of the change that carries it: the last one that ran
 */
public record TagReport(String tag, String change) {}
