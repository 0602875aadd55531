package dev.ficus.cli.demo;

import dev.ficus.dualwrite.control.Owner;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * What the applications were told, kept outside the databases. Thread-safe.
 *
 * <p>A row is written by one thread at a time: whoever writes claims its key first and releases it when the outcome is
 * recorded here. So the order of the versions here is the order of the commits. A row whose last outcome is unknown stays
 * claimed for ever.
 */
final class Ledger implements AutoCloseable {
    private final LedgerFile file;
    private final Map<RowKey, LedgerRow> rows = new ConcurrentHashMap<>();
    private final Set<RowKey> claimed = ConcurrentHashMap.newKeySet();
    private final Map<ShopTable, Keys> keys = new EnumMap<>(ShopTable.class);
    private final LedgerCounts counts = new LedgerCounts();

    Ledger(Path path) {
        this.file = new LedgerFile(path);
        for (ShopTable table : ShopTable.values()) {
            keys.put(table, new Keys());
        }
    }

    /** Records rows that the shop begins with. */
    void initial(Collection<ShopRow> initial) {
        initial.forEach(row -> remember(WrittenRow.present(row)));
        initial.forEach(row -> keysOf(row.table()).addInitial(row.key()));
    }

    /** Claims some row that stands in the table, or gives up after a few tries. */
    Optional<ShopRow> claim(ShopTable table, RandomGenerator random) {
        return keysOf(table).some(random).flatMap(this::claim);
    }

    /** Like {@link #claim(ShopTable, RandomGenerator)}, among the rows that the load itself has inserted. */
    Optional<ShopRow> claimAdded(ShopTable table, RandomGenerator random) {
        return keysOf(table).someAdded(random).flatMap(this::claim);
    }

    private Optional<ShopRow> claim(RowKey key) {
        if (!claimed.add(key)) {
            return Optional.empty();
        }
        Optional<ShopRow> row = row(key).flatMap(LedgerRow::present);
        if (row.isEmpty()) {
            claimed.remove(key);
        }
        return row;
    }

    void release(RowKey key) {
        if (row(key).map(row -> row.unknown().isEmpty()).orElse(true)) {
            claimed.remove(key);
        }
    }

    /** The key of some row, which may be gone by now; for reads. */
    Optional<RowKey> someKey(ShopTable table, RandomGenerator random) {
        return keysOf(table).some(random);
    }

    /** Records a write that an application was told is accepted. */
    void accepted(Owner side, List<WrittenRow> written) {
        file.append("accepted", side.word(), written);
        written.forEach(this::remember);
        counts.accepted(side, written);
        written.stream()
                .filter(row -> row.version() == 1 && row.row().isPresent())
                .forEach(row -> keysOf(row.key().table()).add(row.key()));
    }

    /** Records a write of which nobody can say whether it was committed. */
    void unknown(Owner side, List<WrittenRow> written) {
        file.append("unknown", side.word(), written);
        written.forEach(row -> rows.merge(
                row.key(), new LedgerRow(Optional.empty(), List.of(row)), (known, first) -> known.orElse(row)));
        counts.unknown(written);
    }

    /** What is known of a row; empty where nobody ever wrote it. */
    Optional<LedgerRow> row(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** Every row that anybody ever wrote. */
    Set<RowKey> keys() {
        return rows.keySet();
    }

    LedgerCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        file.close();
    }

    private void remember(WrittenRow row) {
        rows.put(row.key(), LedgerRow.of(row));
    }

    private Keys keysOf(ShopTable table) {
        return Objects.requireNonNull(keys.get(table));
    }
}
