package dev.ficus.dualwrite.table;

/**
 * Something in MySQL's database that names a table.
 *
 * @param kind {@code trigger}, {@code view}, {@code procedure}, {@code function}, {@code event}
 */
public record TableUser(String kind, String name) {}
