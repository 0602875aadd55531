package dev.ficus.migrations.sql;

/**
 * What a new change file holds.
 *
 * @param up SQL with comments; passes lint and runs as it is
 * @param down the way back, likewise
 */
public record ChangeTemplate(String up, String down) {}
