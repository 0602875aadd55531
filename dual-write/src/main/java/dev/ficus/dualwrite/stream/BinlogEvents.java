package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.FormatDescriptionEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializationException;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.FormatDescriptionEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.MariadbGtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.PreviousGtidSetDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.QueryEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XAPrepareEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in place of the binlog client's own reader: row events are kept as bytes, those of other tables are
 * skipped, so a type that nobody knows stops nothing there. Everything else goes to the client's deserializers.
 *
 * <p>The compressed events of MariaDB become what they would be without {@code log_bin_compress}. Used by one thread.
 */
final class BinlogEvents extends EventDeserializer {
    private static final int HEADER = 19;
    private static final int TABLE_ID = 6;
    private static final int MARIADB_COMPRESSED_QUERY = 165;
    /** MariaDB's compressed inserts, updates and deletes of both versions follow each other. */
    private static final int MARIADB_COMPRESSED_ROWS = 166;

    private static final EventType[] UNCOMPRESSED = {
        EventType.WRITE_ROWS,
        EventType.UPDATE_ROWS,
        EventType.DELETE_ROWS,
        EventType.EXT_WRITE_ROWS,
        EventType.EXT_UPDATE_ROWS,
        EventType.EXT_DELETE_ROWS
    };

    private final BinlogTableMaps maps;
    /** For what is inside a compressed transaction; null in itself. */
    private final @Nullable BinlogEvents inner;

    private final byte[] head = new byte[HEADER];
    private int checksum;

    private BinlogEvents(BinlogTableMaps maps, @Nullable BinlogEvents inner) {
        super(new EventHeaderV4Deserializer(), new NullEventDataDeserializer(), parts(), new HashMap<>());
        this.maps = maps;
        this.inner = inner;
    }

    /** @param wanted whether the rows of a table are to be decoded */
    static EventDeserializer deserializer(Predicate<TableMapEventData> wanted) {
        BinlogTableMaps maps = new BinlogTableMaps(wanted);
        return new BinlogEvents(maps, new BinlogEvents(maps, null));
    }

    @SuppressWarnings("rawtypes") // the client's own signature
    private static Map<EventType, EventDataDeserializer> parts() {
        Map<EventType, EventDataDeserializer> parts = new IdentityHashMap<>();
        parts.put(EventType.FORMAT_DESCRIPTION, new FormatDescriptionEventDataDeserializer());
        parts.put(EventType.ROTATE, new RotateEventDataDeserializer());
        parts.put(EventType.QUERY, new QueryEventDataDeserializer());
        parts.put(EventType.XA_PREPARE, new XAPrepareEventDataDeserializer());
        parts.put(EventType.MARIADB_GTID, new MariadbGtidEventDataDeserializer());
        parts.put(EventType.GTID, new GtidEventDataDeserializer());
        parts.put(EventType.GTID_TAGGED, new GtidTaggedEventDataDeserializer());
        parts.put(EventType.PREVIOUS_GTIDS, new PreviousGtidSetDeserializer());
        return parts;
    }

    /** How the client tells what it has agreed with the server. */
    @Override
    @Deprecated
    public void setChecksumType(ChecksumType type) {
        checksum = type.getLength();
    }

    @Override
    public @Nullable Event nextEvent(ByteArrayInputStream in) throws IOException {
        if (in.peek() == -1) {
            return null;
        }
        in.fill(head, 0, HEADER);
        int code = head[4] & 0xFF;
        EventHeaderV4 header = header(code);
        long length = header.getDataLength();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new IOException("an event of " + length + " bytes");
        }
        try {
            return new Event(header, data(header.getEventType(), code, in, (int) length));
        } catch (IOException e) {
            throw new EventDataDeserializationException(header, e);
        }
    }

    private EventHeaderV4 header(int code) {
        EventHeaderV4 header = new EventHeaderV4();
        header.setTimestamp(number(0) * 1000);
        header.setEventType(type(code));
        header.setServerId(number(5));
        header.setEventLength(number(9));
        header.setNextPosition(number(13));
        header.setFlags(head[17] & 0xFF | (head[18] & 0xFF) << 8);
        return header;
    }

    private long number(int at) {
        return (head[at] & 0xFF
                        | (head[at + 1] & 0xFF) << 8
                        | (head[at + 2] & 0xFF) << 16
                        | (head[at + 3] & 0xFF) << 24)
                & 0xFFFF_FFFFL;
    }

    private static EventType type(int code) {
        if (code == MARIADB_COMPRESSED_QUERY) {
            return EventType.QUERY;
        }
        if (isCompressedRows(code)) {
            return UNCOMPRESSED[code - MARIADB_COMPRESSED_ROWS];
        }
        EventType type = EventType.byEventNumber(code);
        return type == null ? EventType.UNKNOWN : type;
    }

    private static boolean isCompressedRows(int code) {
        return code >= MARIADB_COMPRESSED_ROWS && code < MARIADB_COMPRESSED_ROWS + UNCOMPRESSED.length;
    }

    private @Nullable EventData data(EventType type, int code, ByteArrayInputStream in, int length) throws IOException {
        if (type == EventType.FORMAT_DESCRIPTION) {
            return formatDescription(in.read(length));
        }
        int body = length - checksum;
        if (body < 0) {
            throw new IOException("an event of " + length + " bytes with its checksum");
        }
        EventData data = switch (type) {
            case TABLE_MAP -> maps.read(in.read(body));
            case WRITE_ROWS, DELETE_ROWS -> rows(in, body, code, false, false);
            case EXT_WRITE_ROWS, EXT_DELETE_ROWS -> rows(in, body, code, true, false);
            case UPDATE_ROWS -> rows(in, body, code, false, true);
            case EXT_UPDATE_ROWS -> rows(in, body, code, true, true);
            case TRANSACTION_PAYLOAD -> payload(in.read(body));
            default -> other(type, code, in, body);
        };
        skip(in, checksum);
        return data;
    }

    private EventData formatDescription(byte[] body) throws IOException {
        EventData data =
                getEventDataDeserializer(EventType.FORMAT_DESCRIPTION).deserialize(new ByteArrayInputStream(body));
        checksum = ((FormatDescriptionEventData) data).getChecksumType().getLength();
        return data;
    }

    private LoggedRows rows(ByteArrayInputStream in, int length, int code, boolean extra, boolean update)
            throws IOException {
        byte[] id = in.read(Math.min(length, TABLE_ID));
        long table = LoggedRows.tableId(id);
        if (maps.skips(table)) {
            skip(in, length - TABLE_ID);
            return LoggedRows.skipped(table);
        }
        byte[] event = new byte[length];
        System.arraycopy(id, 0, event, 0, TABLE_ID);
        in.fill(event, TABLE_ID, length - TABLE_ID);
        LoggedRows rows = LoggedRows.of(event, extra, update);
        return isCompressedRows(code) ? BinlogCompression.rows(rows) : rows;
    }

    private EventData payload(byte[] body) throws IOException {
        if (inner == null) {
            throw new IOException("a compressed transaction inside of another");
        }
        return new BinlogPayload(body, inner);
    }

    private @Nullable EventData other(EventType type, int code, ByteArrayInputStream in, int length)
            throws IOException {
        EventDataDeserializer<?> deserializer = getEventDataDeserializer(type);
        if (deserializer instanceof NullEventDataDeserializer) {
            skip(in, length);
            return null;
        }
        byte[] body = in.read(length);
        return deserializer.deserialize(
                new ByteArrayInputStream(code == MARIADB_COMPRESSED_QUERY ? BinlogCompression.statement(body) : body));
    }

    private static void skip(ByteArrayInputStream in, int length) throws IOException {
        in.skipNBytes(length);
    }
}
