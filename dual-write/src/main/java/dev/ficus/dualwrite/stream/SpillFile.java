package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/**
 * Changes of one transaction on disk, in order. Written by one thread, then finished, then walked by one thread at a
 * time. What cannot be written or read ends in SPILL_FAILED.
 *
 * <p>The file is a row of blocks: the length of what follows the checksum, a CRC-32C of it, then changes one behind the
 * other. So what was damaged or cut is found, and never read as a change.
 */
final class SpillFile implements Iterable<RowChange>, AutoCloseable {
    /** About how many bytes are gathered before they are written; a block ends with a whole change. */
    static final int BLOCK = 128 * 1024;

    private static final int HEADER = 8;
    private static final int KEPT = 1024 * 1024;
    private static final byte INSERT = 'I';
    private static final byte UPDATE = 'U';
    private static final byte DELETE = 'D';
    private static final byte TRUNCATE = 'T';

    private final FileChannel channel;
    private final SpillSpace space;
    private final List<Table> tables = new ArrayList<>();
    private final Map<Table, Integer> numbers = new IdentityHashMap<>();
    private CellBuffer block = new CellBuffer(BLOCK + BLOCK / 4);
    private long length;
    private long count;

    /** @param channel of an empty file, which goes when the channel is closed */
    SpillFile(FileChannel channel, SpillSpace space) {
        this.channel = channel;
        this.space = space;
        startBlock();
    }

    /** A place in the file to go back to. */
    record Mark(long length, long count) {}

    void add(RowChange change) {
        block.put(kind(change));
        putInt(number(change.table()));
        if (change instanceof RowChange.Insert insert) {
            insert.after().pack(block);
        } else if (change instanceof RowChange.Update update) {
            update.key().pack(block);
            update.after().pack(block);
        } else {
            change.key().pack(block);
        }
        count++;
        if (block.length() >= BLOCK) {
            writeBlock();
        }
    }

    Mark mark() {
        writeBlock();
        return new Mark(length, count);
    }

    /** Forgets what was added behind the mark. */
    void backTo(Mark mark) {
        startBlock();
        length = mark.length();
        count = mark.count();
        try {
            channel.truncate(length);
        } catch (IOException e) {
            throw space.failed("a spill file could not be cut", e);
        }
    }

    /** Writes what still waits; nothing may be added any more. */
    void finish() {
        writeBlock();
        block = new CellBuffer(0);
    }

    long size() {
        return count;
    }

    @Override
    public Iterator<RowChange> iterator() {
        return new Walk();
    }

    /** The file is gone with it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw space.failed("a spill file could not be closed", e);
        }
    }

    private static byte kind(RowChange change) {
        if (change instanceof RowChange.Insert) {
            return INSERT;
        }
        if (change instanceof RowChange.Truncate) {
            return TRUNCATE;
        }
        return change instanceof RowChange.Update ? UPDATE : DELETE;
    }

    private int number(Table table) {
        return numbers.computeIfAbsent(table, added -> {
            tables.add(added);
            return tables.size() - 1;
        });
    }

    private void putInt(int number) {
        block.reserve(4);
        ByteBuffer.wrap(block.bytes()).putInt(block.length(), number);
        block.advance(4);
    }

    private void startBlock() {
        if (block.bytes().length > KEPT) {
            block = new CellBuffer(BLOCK + BLOCK / 4);
        }
        block.clear();
        block.reserve(HEADER);
        block.advance(HEADER);
    }

    private void writeBlock() {
        if (block.length() <= HEADER) {
            return;
        }
        int payload = block.length() - HEADER;
        ByteBuffer out = ByteBuffer.wrap(block.bytes(), 0, block.length());
        out.putInt(0, payload).putInt(4, checksum(block.bytes(), HEADER, payload));
        try {
            long at = length;
            while (out.hasRemaining()) {
                at += channel.write(out, at);
            }
            length = at;
        } catch (IOException e) {
            throw space.failed("a spill file could not be written", e);
        }
        startBlock();
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, start, length);
        return (int) sum.getValue();
    }

    private final class Walk implements Iterator<RowChange> {
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long at;
        private long left = count;

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public RowChange next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            if (!bytes.hasRemaining()) {
                readBlock();
            }
            left--;
            return change();
        }

        private RowChange change() {
            byte kind = bytes.get();
            Table table = tables.get(bytes.getInt());
            return switch (kind) {
                case INSERT -> new RowChange.Insert(table, Row.unpack(bytes));
                case UPDATE -> new RowChange.Update(table, Row.unpack(bytes), Row.unpack(bytes));
                case DELETE -> new RowChange.Delete(table, Row.unpack(bytes));
                case TRUNCATE -> truncate(table);
                default -> throw new IllegalStateException("a spill file has a change of the unknown kind " + kind);
            };
        }

        private RowChange truncate(Table table) {
            Row.unpack(bytes);
            return new RowChange.Truncate(table);
        }

        private void readBlock() {
            try {
                ByteBuffer header = read(ByteBuffer.allocate(HEADER));
                int payload = header.getInt();
                int sum = header.getInt();
                if (payload <= 0 || payload > length - at) {
                    throw new IOException("it is damaged");
                }
                bytes = read(bytes.capacity() >= payload ? bytes.clear().limit(payload) : ByteBuffer.allocate(payload));
                if (checksum(bytes.array(), 0, payload) != sum) {
                    throw new IOException("it is damaged");
                }
            } catch (IOException e) {
                throw space.failed("a spill file could not be read", e);
            }
        }

        private ByteBuffer read(ByteBuffer into) throws IOException {
            while (into.hasRemaining()) {
                int got = channel.read(into, at);
                if (got < 0) {
                    throw new IOException("it is shorter than what was written");
                }
                at += got;
            }
            return into.flip();
        }
    }
}
