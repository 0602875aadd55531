package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.EventData;
import java.io.IOException;

/**
 * A row event as the log has it: the images of its rows are not decoded. Those of an update stand in pairs, before and
 * after. The layout is that of MySQL's {@code Rows_event}.
 *
 * @param head the event, up to its images at least
 * @param columns how many columns the table has
 * @param before in {@code head}, the bits of the columns that the images have, those of the old row for an update
 * @param after likewise for the new row of an update; else the same
 * @param images holds the images from {@code start} to its end
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record LoggedRows(long tableId, byte[] head, int columns, int before, int after, byte[] images, int start)
        implements EventData {
    private static final int TABLE_ID = 6;
    private static final int FLAGS = 2;
    private static final int EXTRA_LENGTH = 2;

    /** What is read of a table that is of no concern. */
    static LoggedRows skipped(long tableId) {
        return new LoggedRows(tableId, new byte[0], 0, 0, 0, new byte[0], 0);
    }

    /**
     * @param event without header and checksum
     * @param extra whether a length and further information stand behind the flags (version 2)
     * @param update whether there are two sets of columns
     */
    static LoggedRows of(byte[] event, boolean extra, boolean update) throws IOException {
        int at = TABLE_ID + FLAGS;
        if (extra) {
            at += (int) littleEndian(event, at, EXTRA_LENGTH);
        }
        int first = (int) littleEndian(event, at, 1);
        int more = first < 251 ? 0 : first == 252 ? 2 : -1;
        if (more < 0) {
            throw new IOException("a row event has no number of columns");
        }
        int columns = more == 0 ? first : (int) littleEndian(event, at + 1, more);
        int before = at + 1 + more;
        int after = update ? before + (columns + 7) / 8 : before;
        int start = after + (columns + 7) / 8;
        if (start > event.length) {
            throw new IOException("a row event ends within its head");
        }
        return new LoggedRows(tableId(event), event, columns, before, after, event, start);
    }

    static long tableId(byte[] event) throws IOException {
        return littleEndian(event, 0, TABLE_ID);
    }

    /** As this, with these images behind the same head. */
    LoggedRows with(byte[] unpacked) {
        return new LoggedRows(tableId, head, columns, before, after, unpacked, 0);
    }

    int end() {
        return images.length;
    }

    boolean isEmpty() {
        return start == images.length;
    }

    /** Whether all images have all of so many columns. */
    boolean whole(int wanted) {
        return columns == wanted && all(before) && all(after);
    }

    private boolean all(int bits) {
        for (int i = 0; i < columns; i++) {
            if ((head[bits + i / 8] >> i % 8 & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long littleEndian(byte[] event, int at, int bytes) throws IOException {
        if (event.length < at + bytes) {
            throw new IOException("a row event ends within its head");
        }
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | event[at + i] & 0xFF;
        }
        return number;
    }
}
