package dev.ficus.dualwrite.stream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A compressed transaction ({@code binlog_transaction_compression}). It is unpacked while its events are read, one at a
 * time, so what it is long unpacked does not matter.
 */
final class BinlogPayload implements EventData {
    private static final int END = 0;
    private static final int SIZE = 1;
    private static final int COMPRESSION = 2;
    private static final int ZSTD = 0;
    private static final int NONE = 255;

    private final transient EventDeserializer inner;
    private final byte[] event;
    private final int start;
    private final int size;
    private final int compression;

    /**
     * @param event without header and checksum
     * @param inner reads events without checksums
     */
    BinlogPayload(byte[] event, EventDeserializer inner) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(event);
        int bytes = 0;
        int method = ZSTD;
        for (int field = in.readPackedInteger(); field != END; field = in.readPackedInteger()) {
            int length = in.readPackedInteger();
            switch (field) {
                case SIZE -> bytes = in.readPackedInteger();
                case COMPRESSION -> method = in.readPackedInteger();
                default -> in.read(length);
            }
        }
        this.inner = inner;
        this.event = event;
        this.start = in.getPosition();
        this.size = bytes;
        this.compression = method;
        if (event.length - start < size) {
            throw new EOFException("a compressed transaction ends too early");
        }
    }

    /** Unpacks and hands over one event after the other. */
    void forEach(Consumer<Event> reader) throws IOException {
        try (InputStream stream = open()) {
            ByteArrayInputStream in = new ByteArrayInputStream(stream);
            for (Event next = inner.nextEvent(in); next != null; next = inner.nextEvent(in)) {
                reader.accept(next);
            }
        }
    }

    private InputStream open() throws IOException {
        InputStream raw = new java.io.ByteArrayInputStream(event, start, size);
        return switch (compression) {
            case ZSTD -> new ZstdInputStream(raw);
            case NONE -> raw;
            default -> throw new IOException("a transaction is compressed by the unknown method " + compression);
        };
    }
}
