package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.LRUCache;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads and remembers table maps: every statement announces its tables anew, mostly with the same bytes, for which the
 * same object is given again. The same id with other bytes is another table. Used by one thread.
 *
 * <p>Reads the table maps of all tables of the server, so also of those that have a COMPRESSED column of MariaDB, at which
 * the client fails. The types stay as the log has them: rows of such a table can be skipped, not decoded.
 */
final class BinlogTableMaps extends TableMapEventDataDeserializer {
    /** MariaDB's MYSQL_TYPE_BLOB_COMPRESSED; what its metadata looks like is that of a blob. */
    private static final byte COMPRESSED_BLOB = (byte) 140;

    /** MariaDB's MYSQL_TYPE_VARCHAR_COMPRESSED; likewise. */
    private static final byte COMPRESSED_VARCHAR = (byte) 141;

    private static final int REMEMBERED = 10_000;

    /** The id of the table, and flags. */
    private static final int HEAD = 8;
    /** A number of two bytes follows. */
    private static final int TWO_BYTES = 252;

    private final Map<Long, Known> known = new LRUCache<>(100, 0.75f, REMEMBERED);
    private final Predicate<TableMapEventData> wanted;

    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Known(byte[] event, TableMapEventData map, boolean wanted) {}

    /** @param wanted whether the rows of a table are of any concern */
    BinlogTableMaps(Predicate<TableMapEventData> wanted) {
        this.wanted = wanted;
    }

    /** @param event without header and checksum */
    TableMapEventData read(byte[] event) throws IOException {
        long id = LoggedRows.tableId(event);
        Known before = known.get(id);
        if (before != null && Arrays.equals(before.event(), event)) {
            return before.map();
        }
        TableMapEventData map = decoded(event.clone());
        known.put(id, new Known(event, map, wanted.test(map)));
        return map;
    }

    /** Whether this table was announced and is of no concern. */
    boolean skips(long tableId) {
        Known announced = known.get(tableId);
        return announced != null && !announced.wanted();
    }

    private TableMapEventData decoded(byte[] event) throws IOException {
        int count = behindName(event, behindName(event, HEAD));
        boolean wide = (event[count] & 0xFF) == TWO_BYTES;
        int from = count + (wide ? 3 : 1);
        int to = from
                + (wide ? (event[count + 1] & 0xFF) + ((event[count + 2] & 0xFF) << Byte.SIZE) : event[count] & 0xFF);
        byte[] logged = Arrays.copyOfRange(event, from, to);
        for (int i = from; i < to; i++) {
            event[i] = known(event[i]);
        }
        TableMapEventData map = deserialize(new ByteArrayInputStream(event));
        map.setColumnTypes(logged);
        return map;
    }

    /** Names stand with their length before them and a zero byte behind them. */
    private static int behindName(byte[] event, int at) {
        return at + 1 + (event[at] & 0xFF) + 1;
    }

    private static byte known(byte type) {
        return switch (type) {
            case COMPRESSED_BLOB -> (byte) ColumnType.BLOB.getCode();
            case COMPRESSED_VARCHAR -> (byte) ColumnType.VARCHAR.getCode();
            default -> type;
        };
    }
}
