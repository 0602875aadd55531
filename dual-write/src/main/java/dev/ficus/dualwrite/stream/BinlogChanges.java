package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.LRUCache;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the row events of one transaction into it: changes of tracked tables, marks and beats. Used by one thread. */
final class BinlogChanges {
    private static final int REMEMBERED = 1_000;

    private final BinlogTables tables;
    private final BinlogControl control;
    private final BinlogRefusal refusal;
    private final PendingTransaction pending;
    /** The tables that the transaction has announced. */
    private final Map<Long, Mapped> mapped = new HashMap<>();
    /** What was made of the maps of former transactions. */
    private final Map<Long, Mapped> remembered = new LRUCache<>(100, 0.75f, REMEMBERED);

    /** @param images how to read its rows; null for a table that is not tracked */
    private record Mapped(TableMapEventData map, @Nullable RowImages images) {}

    BinlogChanges(BinlogTables tables, String domain, BinlogRefusal refusal, PendingTransaction pending) {
        this.tables = tables;
        this.control = new BinlogControl(domain);
        this.refusal = refusal;
        this.pending = pending;
    }

    /** A transaction begins: it announces its tables itself. */
    void clear() {
        mapped.clear();
    }

    /** A table is about to be changed; it must be as the catalog says. */
    void map(TableMapEventData data, BinlogPosition at) {
        Mapped before = remembered.get(data.getTableId());
        if (before == null || !sameMap(before.map(), data)) {
            before = prepared(data, at);
            remembered.put(data.getTableId(), before);
        }
        mapped.put(data.getTableId(), before);
    }

    /** {@link BinlogTableMaps} gives the same object for the same bytes. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameMap(TableMapEventData one, TableMapEventData other) {
        return one == other;
    }

    private Mapped prepared(TableMapEventData data, BinlogPosition at) {
        Table table = tables.find(data).orElse(null);
        if (table == null) {
            return new Mapped(data, null);
        }
        BinlogTables.difference(table, data).ifPresent(difference -> {
            throw refusal.tableDiffers(table, difference, at);
        });
        if (tables.uncertain(table, data, at)) {
            throw refusal.tableDiffers(
                    table,
                    "was changed further on in the log, before the stream began to read, and the log does not name columns"
                            + " (binlog_row_metadata), so it cannot be told which columns its rows have here",
                    at);
        }
        return new Mapped(data, new RowImages(table, data, refusal, at));
    }

    /** Which table it is about cannot be told, so any of ours in the transaction counts. */
    void partial(BinlogPosition at) {
        if (mapped.values().stream().map(Mapped::map).anyMatch(tables::wanted)) {
            throw refusal.partialJson(at);
        }
    }

    void inserts(LoggedRows rows, BinlogPosition at) {
        if (rows.isEmpty()) {
            return;
        }
        Mapped target = target(rows);
        RowImages images = target.images();
        if (images == null) {
            control.written(target.map(), rows, false, pending);
            return;
        }
        refuseUnlessWhole(images.table(), rows, at);
        byte[] bytes = rows.images();
        for (int next = rows.start(); next < bytes.length; ) {
            next = images.walk(bytes, next, at);
            if (pending.echo()) {
                pending.count(1);
            } else {
                pending.add(new RowChange.Insert(images.table(), images.row(bytes, at)));
            }
        }
    }

    void updates(LoggedRows rows, BinlogPosition at) {
        if (rows.isEmpty()) {
            return;
        }
        Mapped target = target(rows);
        RowImages images = target.images();
        if (images == null) {
            control.written(target.map(), rows, true, pending);
            return;
        }
        refuseUnlessWhole(images.table(), rows, at);
        byte[] bytes = rows.images();
        for (int next = rows.start(); next < bytes.length; ) {
            int after = images.walk(bytes, next, at);
            if (pending.echo()) {
                next = images.walk(bytes, after, at);
                pending.count(1);
            } else {
                Row key = images.key(bytes, at);
                next = images.walk(bytes, after, at);
                pending.add(new RowChange.Update(images.table(), key, images.row(bytes, at)));
            }
        }
    }

    void deletes(LoggedRows rows, BinlogPosition at) {
        if (rows.isEmpty()) {
            return;
        }
        Mapped target = target(rows);
        RowImages images = target.images();
        if (images == null) {
            control.removed(target.map(), rows, pending);
            return;
        }
        refuseUnlessWhole(images.table(), rows, at);
        byte[] bytes = rows.images();
        for (int next = rows.start(); next < bytes.length; ) {
            next = images.walk(bytes, next, at);
            if (pending.echo()) {
                pending.count(1);
            } else {
                pending.add(new RowChange.Delete(images.table(), images.key(bytes, at)));
            }
        }
    }

    private Mapped target(LoggedRows rows) {
        return Objects.requireNonNull(
                mapped.get(rows.tableId()), "rows of a table that was not announced in the transaction");
    }

    private void refuseUnlessWhole(Table table, LoggedRows rows, BinlogPosition at) {
        if (!rows.whole(table.columns().size())) {
            throw refusal.partialRow(table, at);
        }
    }
}
