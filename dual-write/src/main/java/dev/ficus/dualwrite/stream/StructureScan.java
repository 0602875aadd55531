package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Table;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log ahead of a stream, from where it begins to where the log ended after the catalog was read, for statements that
 * change tracked tables. Rows before such a statement may have had other columns than the catalog tells, and a log without the
 * names of columns ({@code binlog_row_metadata}) does not show it where the types are the same. Rows are not decoded.
 *
 * <p>Run by one thread; {@link #close} ends it from any other.
 */
final class StructureScan implements AutoCloseable {
    private final BinlogTables tables;
    private final BinlogPosition end;
    private final BinlogCursor cursor;
    private final BinlogConnection connection;
    private final Map<Table, BinlogPosition> changed = new IdentityHashMap<>();
    private @Nullable Throwable failure;
    private boolean complete;

    /** @param end where the log ended after the catalog was read */
    StructureScan(DatabaseSettings server, BinlogStart start, BinlogTables tables, BinlogPosition end) {
        this.tables = tables;
        this.end = end;
        this.cursor = start.byGtid() ? new BinlogCursor() : new BinlogCursor(start.position());
        this.connection = new BinlogConnection(server, start, map -> false, new Listener());
    }

    /** Whether anything lies between the two places. */
    static boolean needed(BinlogStart start, BinlogPosition end) {
        return start.byGtid()
                ? !start.position().gtids().contains(end.gtids())
                : start.position().compareTo(end) < 0;
    }

    /**
     * The tracked tables that statements changed, each with the place of the last one.
     *
     * @throws IOException where the log cannot be read to that end
     */
    Map<Table, BinlogPosition> run() throws IOException {
        connection.run();
        Throwable cause = failure;
        if (cause instanceof IOException known) {
            throw known;
        }
        if (cause != null) {
            throw new IOException("the log could not be read ahead", cause);
        }
        if (!complete) {
            throw new IOException("the server ended the connection");
        }
        return changed;
    }

    @Override
    public void close() {
        connection.close();
    }

    private void read(Event event) {
        EventHeaderV4 header = event.getHeader();
        if (header.getEventType() == EventType.ROTATE) {
            RotateEventData next = event.getData();
            cursor.rotate(next.getBinlogFilename(), next.getBinlogPosition());
            return;
        }
        if (header.getNextPosition() > 0) {
            cursor.moveTo(header.getNextPosition());
        }
        if (header.getEventType() == EventType.QUERY) {
            statement(event.getData());
        }
        if (here().compareTo(end) >= 0) {
            complete = true;
            connection.close();
        }
    }

    private void statement(QueryEventData data) {
        LoggedStatement statement = LoggedStatement.of(data.getSql(), data.getDatabase());
        boolean structure = statement.effect() == LoggedStatement.Effect.STRUCTURE;
        if (structure && AlterStatement.mayChangeColumns(data.getSql())) {
            statement.tables().stream()
                    .map(tables::find)
                    .flatMap(Optional::stream)
                    .forEach(table -> changed.put(table, here()));
        }
    }

    private BinlogPosition here() {
        return cursor.position(end.server(), end.gtids());
    }

    private final class Listener implements BinlogConnection.Listener {
        @Override
        public void connected(BinaryLogClient client) {}

        @Override
        public void event(Event event) {
            if (complete || failure != null) {
                return;
            }
            try {
                read(event);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (!complete && failure == null) {
                failure = cause;
                connection.close();
            }
        }
    }
}
