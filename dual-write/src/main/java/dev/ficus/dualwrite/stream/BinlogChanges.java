package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Puts the row events of one transaction into it: changes of tracked tables, marks and beats. Used by one thread. */
final class BinlogChanges {
    private final BinlogTables tables;
    private final BinlogControl control;
    private final BinlogRefusal refusal;
    private final BinlogRows rows;
    private final PendingTransaction pending;
    private final Map<Long, TableMapEventData> mapped = new HashMap<>();

    BinlogChanges(BinlogTables tables, String domain, BinlogRefusal refusal, PendingTransaction pending) {
        this.tables = tables;
        this.control = new BinlogControl(domain);
        this.refusal = refusal;
        this.rows = new BinlogRows(refusal);
        this.pending = pending;
    }

    /** A transaction begins: it announces its tables itself. */
    void clear() {
        mapped.clear();
    }

    /** A table is about to be changed; it must be as the catalog says. */
    void map(TableMapEventData data, BinlogPosition at) {
        tables.find(data)
                .ifPresent(table -> BinlogTables.difference(table, data).ifPresent(difference -> {
                    throw refusal.tableDiffers(table, difference, at);
                }));
        mapped.put(data.getTableId(), data);
    }

    /** Which table it is about cannot be told, so any of ours in the transaction counts. */
    void partial(BinlogPosition at) {
        if (mapped.values().stream().anyMatch(tables::wanted)) {
            throw refusal.partialJson(at);
        }
    }

    void inserts(WriteRowsEventData data, BinlogPosition at) {
        for (Serializable[] cells : data.getRows()) {
            Target target = target(data, data.getTableId());
            if (target.table().isPresent()) {
                Table table = whole(target.table().get(), data.getIncludedColumns(), at);
                Row row = rows.row(table, cells, at);
                pending.add(new RowChange.Insert(table, row));
            } else {
                control.changed(target.map(), cells, data.getIncludedColumns(), pending, tables);
            }
        }
    }

    void updates(UpdateRowsEventData data, BinlogPosition at) {
        for (Map.Entry<Serializable[], Serializable[]> change : data.getRows()) {
            Target target = target(data, data.getTableId());
            if (target.table().isPresent()) {
                Table table = whole(target.table().get(), data.getIncludedColumns(), at);
                whole(table, data.getIncludedColumnsBeforeUpdate(), at);
                Row row = rows.row(table, change.getValue(), at);
                Row key = rows.key(table, change.getKey(), at);
                pending.add(new RowChange.Update(table, key, row));
            } else {
                control.changed(target.map(), change.getValue(), data.getIncludedColumns(), pending, tables);
            }
        }
    }

    void deletes(DeleteRowsEventData data, BinlogPosition at) {
        for (Serializable[] cells : data.getRows()) {
            Target target = target(data, data.getTableId());
            if (target.table().isPresent()) {
                Table table = whole(target.table().get(), data.getIncludedColumns(), at);
                pending.add(new RowChange.Delete(table, rows.key(table, cells, at)));
            } else {
                control.removed(target.map(), cells, data.getIncludedColumns(), pending, tables);
            }
        }
    }

    private record Target(TableMapEventData map, Optional<Table> table) {}

    private Target target(EventData data, long tableId) {
        TableMapEventData map = Objects.requireNonNull(
                mapped.get(tableId), () -> data.getClass().getSimpleName() + " of a table that was not announced");
        return new Target(map, tables.find(map));
    }

    private Table whole(Table table, BitSet columns, BinlogPosition at) {
        if (columns.cardinality() != table.columns().size()) {
            throw refusal.partialRow(table, at);
        }
        return table;
    }
}
