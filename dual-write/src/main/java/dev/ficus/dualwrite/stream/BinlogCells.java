package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Row images as the binlog client decodes them: an object for each cell. Slow, so only for the few rows of the control
 * schema; and what the tests hold {@link RowImages} against.
 */
final class BinlogCells extends WriteRowsEventDataDeserializer {
    private final TableMapEventData map;

    private BinlogCells(TableMapEventData map) {
        super(Map.of(map.getTableId(), map));
        this.map = map;
    }

    static BinlogCells of(TableMapEventData map) {
        BinlogCells cells = new BinlogCells(map);
        @SuppressWarnings("rawtypes") // the client's own signature
        Map<EventType, EventDataDeserializer> parts = new IdentityHashMap<>();
        parts.put(EventType.WRITE_ROWS, cells);
        new EventDeserializer(new EventHeaderV4Deserializer(), new NullEventDataDeserializer(), parts, Map.of())
                .setCompatibilityMode(
                        CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY,
                        CompatibilityMode.DATE_AND_TIME_AS_LONG_MICRO,
                        CompatibilityMode.INVALID_DATE_AND_TIME_AS_MIN_VALUE);
        return cells;
    }

    /** The cells of each image, which have all columns. */
    List<@Nullable Serializable[]> rows(byte[] images, int start) {
        ByteArrayInputStream in =
                new ByteArrayInputStream(new java.io.ByteArrayInputStream(images, start, images.length - start));
        BitSet all = new BitSet();
        all.set(0, map.getColumnTypes().length);
        List<@Nullable Serializable[]> rows = new ArrayList<>();
        try {
            while (in.available() > 0) {
                rows.add(deserializeRow(map.getTableId(), all, in));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in)
            throws IOException {
        Optional<Long> date = BinlogDates.read(type, meta, in);
        return date.isPresent() ? date.get() : super.deserializeCell(type, meta, length, in);
    }
}
