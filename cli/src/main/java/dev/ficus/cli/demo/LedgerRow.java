package dev.ficus.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the applications know of a row.
 *
 * @param accepted the newest version that an application was told is accepted; empty where none ever was
 * @param unknown versions written behind it whose commit failed in a way that leaves the outcome open
 */
record LedgerRow(Optional<WrittenRow> accepted, List<WrittenRow> unknown) {
    LedgerRow {
        unknown = List.copyOf(unknown);
    }

    static LedgerRow of(WrittenRow accepted) {
        return new LedgerRow(Optional.of(accepted), List.of());
    }

    LedgerRow orElse(WrittenRow unknownOutcome) {
        List<WrittenRow> more = new ArrayList<>(unknown);
        more.add(unknownOutcome);
        return new LedgerRow(accepted, more);
    }

    /** The row as it must stand in both databases, or empty where it must be absent or its outcome is unknown. */
    Optional<ShopRow> present() {
        return unknown.isEmpty() ? accepted.flatMap(WrittenRow::row) : Optional.empty();
    }
}
