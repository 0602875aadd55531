package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.ImageCell;
import dev.ficus.dualwrite.value.ImageReader;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the row images of one table into rows of PostgreSQL text, prepared once for a table map. An image is walked
 * first, so that no cell is read beyond it, and a cell that nobody asks for is not decoded. Used by one thread.
 *
 * <p>An image is a bit for each column that is NULL, then the cells of the others in MySQL's order.
 */
final class RowImages {
    private final Table table;
    private final BinlogRefusal refusal;
    private final Column[] columns;
    private final ImageCell[] cells;
    private final ImageReader[] readers;
    /** For each column of the key its place among the columns. */
    private final int[] keys;

    private final Row.Builder row;
    private final Row.Builder key;
    /** Of the image that was walked last, where each cell begins, or -1 where it is NULL; and where it ends. */
    private final int[] starts;

    private final int[] ends;

    /** The table is as the map says. */
    RowImages(Table table, TableMapEventData map, BinlogRefusal refusal, BinlogPosition at) {
        this.table = table;
        this.refusal = refusal;
        this.columns = table.columns().toArray(Column[]::new);
        this.cells = new ImageCell[columns.length];
        this.readers = new ImageReader[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            if (column.ordinal() != i) {
                throw new IllegalStateException("column " + column.name() + " is not in MySQL's order");
            }
            ColumnType type = BinlogTables.type(map, i);
            int metadata = map.getColumnMetadata()[i];
            ImageCell cell = type == null ? null : ImageCell.of(type, metadata).orElse(null);
            if (type == null || cell == null) {
                throw refusal.tableDiffers(table, BinlogTables.otherType(column), at);
            }
            cells[i] = cell;
            readers[i] = column.value().imageReader(type, metadata);
        }
        this.keys = table.keyPlaces().stream().mapToInt(Integer::intValue).toArray();
        this.row = new Row.Builder(columns.length);
        this.key = new Row.Builder(keys.length);
        this.starts = new int[columns.length];
        this.ends = new int[columns.length];
    }

    Table table() {
        return table;
    }

    /** Finds the cells of the image that begins here and returns where it ends: at the next image or the event's end. */
    int walk(byte[] images, int start, BinlogPosition at) {
        int limit = images.length;
        long next = start + (columns.length + 7L) / 8;
        if (next > limit) {
            throw refusal.brokenRow(table, at);
        }
        for (int i = 0; i < columns.length; i++) {
            boolean none = (images[start + (i >> 3)] >> (i & 7) & 1) != 0;
            starts[i] = none ? -1 : (int) next;
            next = none ? next : cells[i].end(images, (int) next, limit);
            if (next > limit) {
                throw refusal.brokenRow(table, at);
            }
            ends[i] = (int) next;
        }
        return (int) next;
    }

    /** The whole row of the image that was walked, without what PostgreSQL computes by itself. */
    Row row(byte[] images, BinlogPosition at) {
        row.clear();
        for (int i = 0; i < columns.length; i++) {
            if (!columns[i].writtenToPostgres()) {
                row.addUnsent();
            } else {
                add(row, images, i, at);
            }
        }
        return row.build();
    }

    /** The primary key of the image that was walked; the other columns are not looked at. */
    Row key(byte[] images, BinlogPosition at) {
        key.clear();
        for (int i : keys) {
            if (starts[i] < 0) {
                throw new IllegalStateException("the key column " + columns[i].name() + " is NULL in the binlog");
            }
            add(key, images, i, at);
        }
        return key.build();
    }

    private void add(Row.Builder to, byte[] images, int i, BinlogPosition at) {
        if (starts[i] < 0) {
            to.addNull();
            return;
        }
        int end;
        try {
            end = readers[i].read(images, starts[i], to.buffer());
        } catch (UnconvertibleValue e) {
            throw refusal.unconvertible(table, shownKey(images), columns[i], e, at);
        }
        if (end == ImageReader.NULL) {
            to.addNull();
        } else if (end == ends[i]) {
            to.add();
        } else {
            throw new IllegalStateException("column " + columns[i].name() + " was read beyond its cell");
        }
    }

    private String shownKey(byte[] images) {
        List<String> parts = new ArrayList<>();
        for (int i : keys) {
            parts.add(columns[i].name() + "=" + shown(images, i));
        }
        return String.join(", ", parts);
    }

    private String shown(byte[] images, int i) {
        if (starts[i] < 0) {
            return "NULL";
        }
        Row.Builder cell = new Row.Builder(1);
        try {
            if (readers[i].read(images, starts[i], cell.buffer()) == ImageReader.NULL) {
                return "NULL";
            }
        } catch (UnconvertibleValue e) {
            return "(not convertible)";
        }
        cell.add();
        return cell.build().texts().get(0);
    }
}
