package dev.ficus.cli.demo;

/**
 * The key of a row of the shop.
 *
 * @param id the number of the row, or of its order
 * @param line the line in the order; 0 in every other table
 */
record RowKey(ShopTable table, long id, int line) {
    /** Stands for a key that the database has yet to give. */
    static final long UNNUMBERED = 0;

    static RowKey of(ShopTable table, long id) {
        return new RowKey(table, id, 0);
    }

    /** The key as text, fit for a file. */
    String text() {
        return line == 0 ? Long.toString(id) : id + "/" + line;
    }
}
