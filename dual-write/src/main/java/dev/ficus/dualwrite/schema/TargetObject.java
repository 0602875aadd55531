package dev.ficus.dualwrite.schema;

/**
 * Something in PostgreSQL beside tables and their columns. It is never altered: where it changed it is dropped and made
 * again.
 *
 * @param stage when it is made
 * @param table the PostgreSQL name of the table that it belongs to, unquoted; empty where it belongs to none
 * @param name unquoted, unique among the objects of its stage
 * @param create a whole statement without its semicolon; or several that belong together, with semicolons between
 * @param drop the statement that takes it away, without its semicolon
 */
record TargetObject(Stage stage, String table, String name, String create, String drop) {
    /** In the order in which they are made, and against it taken away. */
    enum Stage {
        /** Before the tables: types, functions, sequences. */
        BEFORE_TABLES,
        /** With the tables: partitions, owners of sequences, triggers, checks that every loaded value passes. */
        WITH_TABLES,
        /** May wait until after the load: indexes and unique indexes. */
        INDEX,
        /** May wait until after the load: checks that an application's expression makes. */
        CHECK,
        /** Last: foreign keys, which lean on unique indexes. */
        FOREIGN_KEY;

        /** Whether it may wait until after the load. */
        boolean waits() {
            return compareTo(INDEX) >= 0;
        }
    }
}
