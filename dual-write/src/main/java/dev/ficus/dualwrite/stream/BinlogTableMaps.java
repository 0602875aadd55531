package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the table maps of all tables of the server, so also of those that have a COMPRESSED column of MariaDB, at which
 * the client fails. The types stay as the log has them: rows of such a table can be skipped, not decoded.
 */
final class BinlogTableMaps extends TableMapEventDataDeserializer {
    /** MariaDB's MYSQL_TYPE_BLOB_COMPRESSED; what its metadata looks like is that of a blob. */
    private static final byte COMPRESSED_BLOB = (byte) 140;

    /** MariaDB's MYSQL_TYPE_VARCHAR_COMPRESSED; likewise. */
    private static final byte COMPRESSED_VARCHAR = (byte) 141;
    /** The id of the table, and flags. */
    private static final int HEAD = 8;
    /** A number of two bytes follows. */
    private static final int TWO_BYTES = 252;

    @Override
    public TableMapEventData deserialize(ByteArrayInputStream in) throws IOException {
        byte[] event = in.read(in.available());
        int count = behindName(event, behindName(event, HEAD));
        boolean wide = (event[count] & 0xFF) == TWO_BYTES;
        int from = count + (wide ? 3 : 1);
        int to = from
                + (wide ? (event[count + 1] & 0xFF) + ((event[count + 2] & 0xFF) << Byte.SIZE) : event[count] & 0xFF);
        byte[] logged = Arrays.copyOfRange(event, from, to);
        for (int i = from; i < to; i++) {
            event[i] = known(event[i]);
        }
        TableMapEventData map = super.deserialize(new ByteArrayInputStream(event));
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
