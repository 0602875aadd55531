package dev.ficus.cli.demo;

/** The owner does not hold a row in the version that an application was told is accepted: that write is lost. */
final class StaleRow extends RuntimeException {
    private final transient RowKey key;

    StaleRow(RowKey key) {
        super("the row " + key.text() + " of " + key.table().table() + " is not as it was accepted");
        this.key = key;
    }

    RowKey key() {
        return key;
    }
}
