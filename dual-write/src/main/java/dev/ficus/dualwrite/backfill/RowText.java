package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import dev.ficus.dualwrite.value.CellReader;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows of one table, as {@link MysqlRows} has them, in the text format of COPY. Used by one thread. */
final class RowText implements RowFormat {
    private final Table table;
    private final List<Column> columns;
    private final CellReader[] readers;

    RowText(Table table) {
        this.table = table;
        this.columns = table.writtenToPostgres();
        this.readers =
                columns.stream().map(column -> column.value().copyReader()).toArray(CellReader[]::new);
    }

    Table table() {
        return table;
    }

    @Override
    public String option() {
        return "";
    }

    @Override
    public void begin(CellBuffer out) {}

    @Override
    public void write(MysqlRows rows, CellBuffer out) {
        for (int i = 0; i < readers.length; i++) {
            if (i > 0) {
                out.put('\t');
            }
            int start = out.length();
            if (rows.start(i) >= 0 && cell(i, rows, out)) {
                CopyText.escape(out, start);
            } else {
                CopyText.putNull(out);
            }
        }
        out.put('\n');
    }

    @Override
    public void end(CellBuffer out) {}

    /**
     * Writes the PostgreSQL text of a cell that is not NULL, not escaped; false where it becomes NULL.
     *
     * @throws FicusException VALUE_NOT_CONVERTIBLE with column and key
     */
    boolean cell(int column, MysqlRows rows, CellBuffer out) {
        try {
            return readers[column].read(rows.bytes(), rows.start(column), rows.end(column), out);
        } catch (UnconvertibleValue e) {
            throw refused(table, columns.get(column), key(rows), e.reason(), e);
        }
    }

    /** The key of the row at hand, as PostgreSQL text. */
    List<@Nullable String> key(MysqlRows rows) {
        List<@Nullable String> key = new ArrayList<>();
        for (Column column : table.key()) {
            int place = columns.indexOf(column);
            key.add(place < 0 || rows.start(place) < 0 ? null : shown(place, rows));
        }
        return key;
    }

    private String shown(int column, MysqlRows rows) {
        CellBuffer text = new CellBuffer(64);
        try {
            readers[column].read(rows.bytes(), rows.start(column), rows.end(column), text);
            return text.text();
        } catch (UnconvertibleValue e) {
            return "(not convertible)";
        }
    }

    /** @param reason why, as a clause */
    static FicusException refused(
            Table table, Column column, List<@Nullable String> key, String reason, Throwable cause) {
        return new FicusException(
                ErrorCode.VALUE_NOT_CONVERTIBLE,
                "column " + column.name() + " of the row with key " + key + " cannot be copied: " + reason,
                "table " + table.name(),
                "correct the row on MySQL, then run the command again: it goes on where it stopped"
                        + column.choices(table.name()),
                cause);
    }
}
