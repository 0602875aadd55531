package dev.ficus.dualwrite.table;

/**
 * What a generated column of MySQL is computed from. MySQL refuses to be given a value for it.
 *
 * @param expression as MySQL's catalog shows it
 * @param stored whether its values stand in the table; else they are computed when they are read
 * @param alsoInPostgres whether PostgreSQL computes it too and refuses a value likewise; else it is a plain column there
 */
public record Generated(String expression, boolean stored, boolean alsoInPostgres) {}
