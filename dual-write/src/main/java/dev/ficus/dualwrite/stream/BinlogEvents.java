package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeader;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.LRUCache;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.FormatDescriptionEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.MariadbGtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.QueryEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XAPrepareEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Teaches the binlog client to decode what a capture needs and nothing else: rows of other tables are skipped
 * undecoded, so a type that the client does not know stops nothing there.
 */
final class BinlogEvents {
    private static final Serializable[] SKIPPED = {};
    private static final int TABLE_MAPS = 10_000;

    private final Map<Long, TableMapEventData> tableMaps = new LRUCache<>(100, 0.75f, TABLE_MAPS);
    private final Predicate<TableMapEventData> wanted;

    private BinlogEvents(Predicate<TableMapEventData> wanted) {
        this.wanted = wanted;
    }

    /** @param wanted whether the rows of a table are to be decoded */
    static EventDeserializer deserializer(Predicate<TableMapEventData> wanted) {
        BinlogEvents events = new BinlogEvents(wanted);
        Map<EventType, EventDataDeserializer> parts = events.parts();
        parts.put(EventType.TRANSACTION_PAYLOAD, new BinlogPayload(events.over(events.parts())));
        return events.over(parts);
    }

    private EventDeserializer over(Map<EventType, EventDataDeserializer> parts) {
        EventDeserializer deserializer = new Deserializer(parts);
        deserializer.setCompatibilityMode(
                CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY,
                CompatibilityMode.DATE_AND_TIME_AS_LONG_MICRO,
                CompatibilityMode.INVALID_DATE_AND_TIME_AS_MIN_VALUE);
        return deserializer;
    }

    @SuppressWarnings("rawtypes") // the client's own signature
    private Map<EventType, EventDataDeserializer> parts() {
        Map<EventType, EventDataDeserializer> parts = new IdentityHashMap<>();
        parts.put(EventType.FORMAT_DESCRIPTION, new FormatDescriptionEventDataDeserializer());
        parts.put(EventType.ROTATE, new RotateEventDataDeserializer());
        parts.put(EventType.QUERY, new QueryEventDataDeserializer());
        parts.put(EventType.TABLE_MAP, tableMaps());
        parts.put(EventType.XA_PREPARE, new XAPrepareEventDataDeserializer());
        parts.put(EventType.MARIADB_GTID, new MariadbGtidEventDataDeserializer());
        parts.put(EventType.WRITE_ROWS, new Inserts());
        parts.put(EventType.UPDATE_ROWS, new Updates());
        parts.put(EventType.DELETE_ROWS, new Deletes());
        parts.put(EventType.EXT_WRITE_ROWS, new Inserts().setMayContainExtraInformation(true));
        parts.put(EventType.EXT_UPDATE_ROWS, new Updates().setMayContainExtraInformation(true));
        parts.put(EventType.EXT_DELETE_ROWS, new Deletes().setMayContainExtraInformation(true));
        return parts;
    }

    /** For the client's own use and for ours: it would take a reader of its own where it is not given both. */
    private static EventDataDeserializer<?> tableMaps() {
        BinlogTableMaps maps = new BinlogTableMaps();
        return new EventDeserializer.EventDataWrapper.Deserializer(maps, maps);
    }

    /** Skips to the end of the event where its table is of no concern. */
    private boolean skips(long tableId, ByteArrayInputStream in) throws IOException {
        TableMapEventData map = tableMaps.get(tableId);
        if (map == null || wanted.test(map)) {
            return false;
        }
        in.skip(in.available());
        return true;
    }

    /** The client hands both readings of a table map on, together. */
    private final class Deserializer extends EventDeserializer {
        @SuppressWarnings("rawtypes") // the client's own signature
        Deserializer(Map<EventType, EventDataDeserializer> parts) {
            super(new EventHeaderV4Deserializer(), new NullEventDataDeserializer(), parts, tableMaps);
        }

        @Override
        public EventData deserializeTableMapEventData(ByteArrayInputStream in, EventHeader header) throws IOException {
            EventData data = super.deserializeTableMapEventData(in, header);
            return data instanceof EventDataWrapper both ? both.getExternal() : data;
        }
    }

    private final class Inserts extends WriteRowsEventDataDeserializer {
        Inserts() {
            super(tableMaps);
        }

        @Override
        protected Serializable[] deserializeRow(long table, BitSet columns, ByteArrayInputStream in)
                throws IOException {
            return skips(table, in) ? SKIPPED : super.deserializeRow(table, columns, in);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in)
                throws IOException {
            Optional<Long> date = BinlogDates.read(type, meta, in);
            return date.isPresent() ? date.get() : super.deserializeCell(type, meta, length, in);
        }
    }

    private final class Updates extends UpdateRowsEventDataDeserializer {
        Updates() {
            super(tableMaps);
        }

        @Override
        protected Serializable[] deserializeRow(long table, BitSet columns, ByteArrayInputStream in)
                throws IOException {
            return skips(table, in) ? SKIPPED : super.deserializeRow(table, columns, in);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in)
                throws IOException {
            Optional<Long> date = BinlogDates.read(type, meta, in);
            return date.isPresent() ? date.get() : super.deserializeCell(type, meta, length, in);
        }
    }

    private final class Deletes extends DeleteRowsEventDataDeserializer {
        Deletes() {
            super(tableMaps);
        }

        @Override
        protected Serializable[] deserializeRow(long table, BitSet columns, ByteArrayInputStream in)
                throws IOException {
            return skips(table, in) ? SKIPPED : super.deserializeRow(table, columns, in);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in)
                throws IOException {
            Optional<Long> date = BinlogDates.read(type, meta, in);
            return date.isPresent() ? date.get() : super.deserializeCell(type, meta, length, in);
        }
    }
}
