package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
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
    private BinlogRows() {}

    static Row row(Table table, @Nullable Serializable[] cells) {
        @Nullable String[] values = new @Nullable String[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(table, table.columns().get(i), cells);
        }
        return new Row(values);
    }

    /** The primary key alone; the other columns are not looked at. */
    static List<String> key(Table table, @Nullable Serializable[] cells) {
        List<String> key = new ArrayList<>(table.key().size());
        for (Column column : table.key()) {
            String text = text(table, column, cells);
            if (text == null) {
                throw new IllegalStateException("the key column " + column.name() + " is NULL in the binlog");
            }
            key.add(text);
        }
        return key;
    }

    /** How many characters the row holds. */
    static long size(Row row) {
        long size = 0;
        for (int i = 0; i < row.size(); i++) {
            String value = row.value(i);
            size += value == null ? 0 : value.length();
        }
        return size;
    }

    private static @Nullable String text(Table table, Column column, @Nullable Serializable[] cells) {
        Serializable cell = cells[column.ordinal()];
        if (cell == null) {
            return null;
        }
        try {
            return column.value().fromBinlog(cell);
        } catch (UnconvertibleValue e) {
            throw new FicusException(
                    ErrorCode.VALUE_NOT_CONVERTIBLE,
                    "column " + column.name() + " of table " + table.name() + " cannot be converted: " + e.reason(),
                    "MySQL " + table.database() + "." + table.name() + ", row " + shownKey(table, cells),
                    "correct the row on MySQL; because the log keeps the old value, then run:"
                            + " ficus backfill DOMAIN --restart",
                    e);
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
