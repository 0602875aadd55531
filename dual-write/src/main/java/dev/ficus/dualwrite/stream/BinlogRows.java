package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns full rows of the binlog into PostgreSQL text. VALUE_NOT_CONVERTIBLE with table, key and column. */
final class BinlogRows {
    private final BinlogRefusal refusal;

    BinlogRows(BinlogRefusal refusal) {
        this.refusal = refusal;
    }

    /** The whole row, without what PostgreSQL computes by itself. */
    Row row(Table table, @Nullable Serializable[] cells, BinlogPosition at) {
        Row.Builder row = new Row.Builder(table.columns().size());
        for (Column column : table.columns()) {
            String text = column.writtenToPostgres() ? text(table, column, cells, at) : null;
            if (!column.writtenToPostgres()) {
                row.addUnsent();
            } else if (text == null) {
                row.addNull();
            } else {
                row.buffer().put(text);
                row.add();
            }
        }
        return row.build();
    }

    /** The primary key alone; the other columns are not looked at. */
    Row key(Table table, @Nullable Serializable[] cells, BinlogPosition at) {
        Row.Builder key = new Row.Builder(table.key().size());
        for (Column column : table.key()) {
            String text = text(table, column, cells, at);
            if (text == null) {
                throw new IllegalStateException("the key column " + column.name() + " is NULL in the binlog");
            }
            key.buffer().put(text);
            key.add();
        }
        return key.build();
    }

    private @Nullable String text(Table table, Column column, @Nullable Serializable[] cells, BinlogPosition at) {
        Serializable cell = cells[column.ordinal()];
        if (cell == null) {
            return null;
        }
        try {
            return column.value().fromBinlog(cell);
        } catch (UnconvertibleValue e) {
            throw refusal.unconvertible(table, shownKey(table, cells), column, e, at);
        }
    }

    private static String shownKey(Table table, @Nullable Serializable[] cells) {
        List<String> parts = new ArrayList<>();
        for (Column column : table.key()) {
            Serializable cell = cells[column.ordinal()];
            try {
                parts.add(column.name() + "="
                        + (cell == null ? "NULL" : column.value().fromBinlog(cell)));
            } catch (UnconvertibleValue e) {
                parts.add(column.name() + "=(not convertible)");
            }
        }
        return String.join(", ", parts);
    }
}
