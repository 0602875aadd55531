package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;

/**
 * Where the binlog has been read to. An event's header gives the end of the event in 32 bits, which wrap in a file over
 * 4 GiB; this counts the wraps. Used by one thread.
 */
final class BinlogCursor {
    private static final long LOW = 0xFFFF_FFFFL;
    private static final long FIRST_EVENT = 4;

    private String file;
    private long offset;

    /** The server tells file and offset before the first event, so nothing has to be known yet. */
    BinlogCursor() {
        this.file = "";
        this.offset = FIRST_EVENT;
    }

    BinlogCursor(BinlogPosition start) {
        this.file = start.file();
        this.offset = requestable(start);
    }

    /**
     * The offset to ask the server for. The request has 32 bits too, so a position behind 4 GiB is reached by reading
     * its file from the beginning.
     */
    static long requestable(BinlogPosition start) {
        return start.offset() > LOW ? FIRST_EVENT : Math.max(start.offset(), FIRST_EVENT);
    }

    /** @param end the end of an event as its header has it, the low 32 bits */
    void moveTo(long end) {
        long next = offset & ~LOW | end;
        offset = next < offset ? next + LOW + 1 : next;
    }

    /** MariaDB from 11.4 on leaves the end out of the events inside a transaction: these are counted by their length. */
    void moveBy(long length) {
        offset += length;
    }

    void rotate(String nextFile, long nextOffset) {
        file = nextFile;
        offset = nextOffset;
    }

    /** Whether this is behind a place of the same log. */
    boolean behind(BinlogPosition place) {
        return file.equals(place.file())
                ? offset > place.offset()
                : position("", Gtids.NONE).compareTo(place) > 0;
    }

    BinlogPosition position(String server, Gtids executed) {
        return new BinlogPosition(file, offset, server, executed);
    }
}
