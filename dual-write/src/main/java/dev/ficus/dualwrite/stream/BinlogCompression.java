package dev.ficus.dualwrite.stream;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks what MariaDB compresses with {@code log_bin_compress}: the images of a row event, the text of a statement. One
 * byte tells the method and how many bytes the length has that follows, big-endian; then comes zlib (MariaDB's
 * {@code binlog_buf_uncompress}).
 */
final class BinlogCompression {
    private static final int ZLIB = 0;
    /** No byte of zlib stands for more bytes than 1032. */
    private static final int MOST_RATIO = 1_100;

    /** In a statement: thread, time, length of the database's name, error, length of the variables. */
    private static final int DATABASE_LENGTH = 8;

    private static final int VARIABLES_LENGTH = 11;
    private static final int STATEMENT_HEAD = 13;

    private BinlogCompression() {}

    static LoggedRows rows(LoggedRows rows) throws IOException {
        return rows.isEmpty() ? rows : rows.with(unpacked(rows.images(), rows.start()));
    }

    /** The statement's event as it would be without compression. */
    static byte[] statement(byte[] event) throws IOException {
        if (event.length < STATEMENT_HEAD) {
            throw new IOException("a compressed statement ends within its head");
        }
        int variables = event[VARIABLES_LENGTH] & 0xFF | (event[VARIABLES_LENGTH + 1] & 0xFF) << Byte.SIZE;
        int text = STATEMENT_HEAD + variables + (event[DATABASE_LENGTH] & 0xFF) + 1;
        byte[] unpacked = unpacked(event, text);
        byte[] whole = Arrays.copyOf(event, text + unpacked.length);
        System.arraycopy(unpacked, 0, whole, text, unpacked.length);
        return whole;
    }

    private static byte[] unpacked(byte[] packed, int at) throws IOException {
        int head = at < packed.length ? packed[at] : 0;
        int bytes = head & 7;
        int start = at + 1 + bytes;
        if ((head & 0x80) == 0 || (head >> 4 & 7) != ZLIB || bytes < 1 || bytes > 4 || start > packed.length) {
            throw new IOException("an event is compressed by an unknown method");
        }
        long length = 0;
        for (int i = at + 1; i < start; i++) {
            length = length << Byte.SIZE | packed[i] & 0xFF;
        }
        if (length > (long) MOST_RATIO * (packed.length - start)) {
            throw new IOException("a compressed event cannot have " + length + " bytes");
        }
        return inflated(packed, start, Math.toIntExact(length));
    }

    private static byte[] inflated(byte[] packed, int start, int length) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, start, packed.length - start);
            byte[] unpacked = new byte[length];
            int filled = 0;
            while (filled < length) {
                int more = inflater.inflate(unpacked, filled, length - filled);
                if (more == 0) {
                    throw new IOException("a compressed event ends too early");
                }
                filled += more;
            }
            return unpacked;
        } catch (DataFormatException e) {
            throw new IOException("a compressed event is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
