package dev.ficus.migrations.sql.drift;

/**
 * Which objects belong to a history.
 *
 * @param home the schema (MySQL: the database) of the history; its name is left out of the names of its objects
 * @param alone true where the history has this one schema, false where it has all schemas of the database that have no
 *     other history
 */
public record Scope(String home, boolean alone) {}
