package dev.ficus.dualwrite.connect;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Packets of MySQL's protocol in one buffer, each whole: three bytes of length, one of its number, then the payload; one
 * of {@link #FULL} bytes goes on in the next (MySQL internals manual, "MySQL Packets"). The buffer is as large as the
 * largest one. Used by one thread.
 */
final class MysqlPackets {
    /** The length of a packet that goes on in the next. */
    static final int FULL = 0xFFFFFF;

    private static final int HEAD = 4;
    private static final int BUFFER_BYTES = 256 * 1024;
    /** No array of Java is longer. */
    private static final long LONGEST = Integer.MAX_VALUE - 8L;

    private final InputStream from;
    private byte[] buffer = new byte[BUFFER_BYTES];
    /** What was received and is not yet read. */
    private int unread;

    private int received;
    /** The payload at hand. */
    private int start;

    private int end;
    private int cellLength;

    MysqlPackets(InputStream from) {
        this.from = from;
    }

    /** Goes to the next packet and returns the length of its first part. */
    int next() throws IOException {
        need(HEAD);
        int first = lengthAt(unread);
        need(HEAD + first);
        int more = first;
        int length = first;
        while (more == FULL) {
            need(HEAD + length + HEAD);
            more = lengthAt(unread + HEAD + length);
            dropHead(unread + HEAD + length);
            length = Math.addExact(length, more);
            need(HEAD + length);
        }
        start = unread + HEAD;
        end = start + length;
        unread = end;
        return first;
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** The first byte, which tells what the packet is. */
    int first() {
        return buffer[start] & 0xFF;
    }

    /** Where the bytes of the cell at this place begin; for NULL the complement of where the next cell is. */
    int cell(int at) {
        int head = buffer[at] & 0xFF;
        if (head < 251) {
            cellLength = head;
            return at + 1;
        }
        if (head == 251) {
            return ~(at + 1);
        }
        cellLength = (int) number(at);
        return at + 1 + width(head);
    }

    /** The length of the cell that {@link #cell} went to last. */
    int cellLength() {
        return cellLength;
    }

    /** A number in the protocol's form of one to nine bytes. */
    long number(int at) {
        int head = buffer[at] & 0xFF;
        if (head < 251) {
            return head;
        }
        long number = 0;
        for (int i = width(head); i > 0; i--) {
            number = number << Byte.SIZE | buffer[at + i] & 0xFF;
        }
        return number;
    }

    private static int width(int head) {
        return head == 252 ? 2 : head == 253 ? 3 : 8;
    }

    private int lengthAt(int at) {
        return (buffer[at] & 0xFF) | (buffer[at + 1] & 0xFF) << 8 | (buffer[at + 2] & 0xFF) << 16;
    }

    /** Joins the parts of a payload: the bytes behind the head move to where it was. */
    private void dropHead(int at) {
        System.arraycopy(buffer, at + HEAD, buffer, at, received - at - HEAD);
        received -= HEAD;
    }

    /** Receives until so many bytes are unread. */
    private void need(int count) throws IOException {
        if (received - unread >= count) {
            return;
        }
        if (buffer.length - unread < count || unread > buffer.length / 2) {
            System.arraycopy(buffer, unread, buffer, 0, received - unread);
            received -= unread;
            unread = 0;
        }
        if (buffer.length < count) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, Math.max(count, 2L * buffer.length)));
        }
        while (received - unread < count) {
            int read = from.read(buffer, received, buffer.length - received);
            if (read < 0) {
                throw new EOFException("the server closed it");
            }
            received += read;
        }
    }
}
