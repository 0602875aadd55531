package dev.ficus.dualwrite.table;

/**
 * A CHECK constraint of MySQL.
 *
 * @param name unique in its table
 * @param clause the condition as the catalog shows it
 * @param enforced false where MySQL only keeps it in mind
 */
public record Check(String name, String clause, boolean enforced) {}
