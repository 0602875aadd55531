package dev.ficus.dualwrite.stream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TransactionPayloadEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Unpacks a compressed transaction ({@code binlog_transaction_compression}) with the capture's own deserializer. The
 * client would take a fresh one, with its own reading of dates.
 */
final class BinlogPayload extends TransactionPayloadEventDataDeserializer {
    private static final int END = 0;
    private static final int SIZE = 1;
    private static final int COMPRESSION = 2;
    private static final int ZSTD = 0;
    private static final int NONE = 255;

    private final EventDeserializer inner;

    BinlogPayload(EventDeserializer inner) {
        this.inner = inner;
    }

    @Override
    public TransactionPayloadEventData deserialize(ByteArrayInputStream in) throws IOException {
        int size = 0;
        int compression = ZSTD;
        for (int field = in.readPackedInteger(); field != END; field = in.readPackedInteger()) {
            int length = in.readPackedInteger();
            switch (field) {
                case SIZE -> size = in.readPackedInteger();
                case COMPRESSION -> compression = in.readPackedInteger();
                default -> in.read(length);
            }
        }
        TransactionPayloadEventData payload = new TransactionPayloadEventData();
        payload.setPayloadSize(size);
        payload.setUncompressedEvents(events(open(in.read(size), compression)));
        return payload;
    }

    private static InputStream open(byte[] payload, int compression) throws IOException {
        InputStream raw = new java.io.ByteArrayInputStream(payload);
        return switch (compression) {
            case ZSTD -> new ZstdInputStream(raw);
            case NONE -> raw;
            default -> throw new IOException("a transaction is compressed by the unknown method " + compression);
        };
    }

    private ArrayList<Event> events(InputStream stream) throws IOException {
        try (stream) {
            ByteArrayInputStream in = new ByteArrayInputStream(stream);
            List<Event> events = new ArrayList<>();
            for (Event event = inner.nextEvent(in); event != null; event = inner.nextEvent(in)) {
                events.add(event);
            }
            return new ArrayList<>(events);
        }
    }
}
