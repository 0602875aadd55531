package dev.ficus.cli.demo;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares what both databases hold at the end with what the applications were told. The applications have stopped and the
 * streams are drained. A row is counted once, however many sides show the fault. Not thread-safe.
 */
final class Audit {
    private final Ledger ledger;
    private final Set<RowKey> lost = new HashSet<>();
    private final Set<RowKey> phantom = new HashSet<>();

    Audit(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Audits one side.
     *
     * @param rows hands over every row of the tables on that side
     * @param tables those that the side holds
     */
    void side(Collection<ShopTable> tables, Consumer<Consumer<ShopRow>> rows) {
        Set<RowKey> seen = new HashSet<>();
        rows.accept(row -> {
            seen.add(row.key());
            present(row);
        });
        for (RowKey key : ledger.keys()) {
            if (tables.contains(key.table()) && !seen.contains(key)) {
                absent(key);
            }
        }
    }

    /** Rows whose accepted version is absent, or for which an older one stands. */
    Set<RowKey> lost() {
        return Set.copyOf(lost);
    }

    /** Rows that stand in a version which nobody was told is accepted. */
    Set<RowKey> phantom() {
        return Set.copyOf(phantom);
    }

    private void present(ShopRow row) {
        Optional<LedgerRow> known = ledger.row(row.key());
        if (known.isEmpty()) {
            phantom.add(row.key());
            return;
        }
        WrittenRow found = WrittenRow.present(row);
        Optional<WrittenRow> accepted = known.get().accepted();
        if (accepted.equals(Optional.of(found)) || known.get().unknown().contains(found)) {
            return;
        }
        boolean older = accepted.filter(newest -> row.version() < newest.version() || undeleted(row, newest))
                .isPresent();
        (older ? lost : phantom).add(row.key());
    }

    /** A delete that was accepted and did not happen. */
    private static boolean undeleted(ShopRow row, WrittenRow accepted) {
        return accepted.row().isEmpty() && row.version() == accepted.version();
    }

    private void absent(RowKey key) {
        LedgerRow known = ledger.row(key).orElseThrow();
        boolean expected = known.accepted().flatMap(WrittenRow::row).isPresent();
        boolean maybeDeleted =
                known.unknown().stream().anyMatch(row -> row.row().isEmpty());
        if (expected && !maybeDeleted) {
            lost.add(key);
        }
    }
}
