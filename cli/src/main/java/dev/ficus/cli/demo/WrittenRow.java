package dev.ficus.cli.demo;

import java.util.Optional;

/**
 * A row as one write left it.
 *
 * @param version of the row after the write; of a deleted one, the version that was deleted
 * @param row empty where the write deleted it
 */
record WrittenRow(RowKey key, long version, Optional<ShopRow> row) {
    static WrittenRow present(ShopRow row) {
        return new WrittenRow(row.key(), row.version(), Optional.of(row));
    }

    static WrittenRow deleted(ShopRow row) {
        return new WrittenRow(row.key(), row.version(), Optional.empty());
    }
}
