package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.value.CellBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One {@code COPY ... FROM STDIN} of packed rows in text format (PostgreSQL manual, "COPY", section "Text Format"), with no
 * object per cell. Closing it before {@link #end} cancels it.
 */
final class CopyRows implements AutoCloseable {
    private static final int SLICE = 64 * 1024;
    private static final byte[] NULL = {'\\', 'N'};

    private final CopyIn copy;
    private final CellBuffer text;
    private boolean first = true;

    /** @param text lent until this is closed */
    CopyRows(Connection connection, String sql, CellBuffer text) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        this.text = text;
        text.clear();
    }

    void number(int number) {
        separate();
        text.putNumber(number);
    }

    /** The cells at these places; NULL where the source did not send one. */
    void cells(Row row, BitSet places) {
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            cell(row, i);
        }
    }

    /** The cells of a key at its places among these, and NULL between them. */
    void key(Row key, int[] keyPlaces, BitSet places) {
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            int at = 0;
            while (at < keyPlaces.length && keyPlaces[at] != i) {
                at++;
            }
            if (at < keyPlaces.length) {
                cell(key, at);
            } else {
                separate();
                text.put(NULL);
            }
        }
    }

    void endRow() throws SQLException {
        text.put('\n');
        first = true;
        if (text.length() >= SLICE) {
            send();
        }
    }

    void end() throws SQLException {
        send();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void cell(Row row, int index) {
        separate();
        if (row.isNull(index) || !row.sent(index)) {
            text.put(NULL);
        } else {
            escaped(row.bytes(), row.start(index), row.end(index));
        }
    }

    private void separate() {
        if (!first) {
            text.put('\t');
        }
        first = false;
    }

    /** Runs without anything to escape are copied at once; most cells are one. */
    private void escaped(byte[] bytes, int start, int end) {
        int from = start;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '\\' || b < ' ' && b >= 0) {
                int letter = letter(b);
                if (letter != 0) {
                    text.put(bytes, from, i);
                    text.put('\\');
                    text.put(letter);
                    from = i + 1;
                }
            }
        }
        text.put(bytes, from, end);
    }

    private static int letter(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    private void send() throws SQLException {
        if (text.length() > 0) {
            copy.writeToCopy(text.bytes(), 0, text.length());
            text.clear();
        }
    }
}
