package dev.ficus.cli.demo;

/** A row does not stand in the database in the version that the write replaces. */
final class StaleRow extends RuntimeException {
    StaleRow(RowKey key) {
        super("the row " + key.text() + " of " + key.table().table() + " is not as it was accepted");
    }
}
