package dev.ficus.migrations.sql;

/**
 * The identity of a change in the record, as Liquibase defines it.
 *
 * @param id as the user writes it
 * @param author empty where the format has none
 * @param file relative to the directory of the history
 */
record ChangeKey(String id, String author, String file) {}
