package dev.ficus.dualwrite.control;

/**
 * A place in MySQL's binary log.
 *
 * @param file such as {@code binlog.000042}
 * @param offset bytes from the file's start; not the 32-bit field of an event header, which wraps
 */
public record BinlogPosition(String file, long offset) implements Position {

    /** Reads {@code file:offset}. */
    public static BinlogPosition parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not a binlog position: " + text);
        }
        return new BinlogPosition(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    /** The number of the file, which grows at each rotation. */
    private long sequence() {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    @Override
    public String text() {
        return file + ":" + offset;
    }

    @Override
    public int compareTo(Position other) {
        BinlogPosition that = (BinlogPosition) other;
        int byFile = Long.compare(sequence(), that.sequence());
        return byFile != 0 ? byFile : Long.compare(offset, that.offset);
    }
}
