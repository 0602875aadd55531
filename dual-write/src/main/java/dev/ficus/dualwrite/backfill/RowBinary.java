package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes rows of one table in the binary format of COPY (PostgreSQL manual, "COPY", section "Binary Format"), which costs
 * the server about half of what the text does. The values come from the same readers as in {@link RowText}. For tables
 * all of whose columns have types of {@link BinaryCell}. Used by one thread.
 */
final class RowBinary implements RowFormat {
    private static final String TYPES = """
            SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
              AND t.typnamespace = 'pg_catalog'::regnamespace""";
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;
    private static final int END = -1;
    private static final int SCRATCH = 256;

    private final RowText text;
    private final BinaryCell[] cells;
    private final CellBuffer scratch = new CellBuffer(SCRATCH);

    private RowBinary(RowText text, BinaryCell[] cells) {
        this.text = text;
        this.cells = cells;
    }

    /** Empty where a column has a type that goes as text. */
    static Optional<RowBinary> of(RowText text, Connection postgres) throws SQLException {
        Map<String, String> types = types(text.table(), postgres);
        List<Column> columns = text.table().writtenToPostgres();
        BinaryCell[] cells = new BinaryCell[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            Optional<BinaryCell> cell =
                    BinaryCell.of(types.getOrDefault(columns.get(i).target(), ""));
            if (cell.isEmpty()) {
                return Optional.empty();
            }
            cells[i] = cell.get();
        }
        return Optional.of(new RowBinary(text, cells));
    }

    /** The types themselves, not what an alias or a domain stands for. */
    private static Map<String, String> types(Table table, Connection postgres) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement statement = postgres.prepareStatement(TYPES)) {
            statement.setString(1, table.postgresName());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    types.put(row.getString(1), row.getString(2));
                }
            }
        }
        return types;
    }

    @Override
    public String option() {
        return " (FORMAT binary)";
    }

    @Override
    public void begin(CellBuffer out) {
        out.put(SIGNATURE);
        BinaryNumbers.put(out, 0, Integer.BYTES); // no flags
        BinaryNumbers.put(out, 0, Integer.BYTES); // no extension of the header
    }

    @Override
    public void write(MysqlRows rows, CellBuffer out) throws IrregularText {
        BinaryNumbers.put(out, cells.length, Short.BYTES);
        for (int i = 0; i < cells.length; i++) {
            int length = out.length();
            BinaryNumbers.put(out, NULL, Integer.BYTES);
            if (rows.start(i) >= 0 && cell(i, rows, out)) {
                putLength(out, length);
            }
        }
    }

    /** False for NULL. */
    private boolean cell(int column, MysqlRows rows, CellBuffer out) throws IrregularText {
        if (cells[column] == BinaryCell.TEXT) {
            return text.cell(column, rows, out);
        }
        scratch.clear();
        if (!text.cell(column, rows, scratch)) {
            return false;
        }
        if (!cells[column].write(scratch.bytes(), 0, scratch.length(), out)) {
            throw new IrregularText();
        }
        return true;
    }

    private static void putLength(CellBuffer out, int at) {
        int length = out.length() - at - Integer.BYTES;
        byte[] to = out.bytes();
        to[at] = (byte) (length >> 24);
        to[at + 1] = (byte) (length >> 16);
        to[at + 2] = (byte) (length >> 8);
        to[at + 3] = (byte) length;
    }

    @Override
    public void end(CellBuffer out) {
        BinaryNumbers.put(out, END, Short.BYTES);
    }
}
