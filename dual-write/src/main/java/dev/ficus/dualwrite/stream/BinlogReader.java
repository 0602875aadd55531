package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.control.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of MySQL's and MariaDB's binlogs together to transactions of one domain. Used by the client's thread.
 * Throws {@link FicusException} at whatever it cannot follow; nothing may be read after that.
 */
final class BinlogReader {
    private static final int ARTIFICIAL = 0x20;
    private static final int IGNORABLE = 0x80;

    /** Takes what was read. */
    interface Sink {
        void deliver(SourceTransaction transaction, long weight);

        /** Everything up to here was read, and nothing more of it is to be delivered. */
        void advance(BinlogPosition position);
    }

    private final BinlogTables tables;
    private final BinlogRefusal refusal;
    private final Sink sink;
    private final BinlogStart start;
    private final BinlogCursor cursor;
    private final BinlogGtids gtids;
    private final PendingTransaction pending;
    private final BinlogChanges changes;
    private final CaptureRules rules;
    private boolean inTransaction;
    /** The server has said which file it reads from. */
    private boolean told;

    /** Read by the thread that is told of the refusal. */
    private volatile @Nullable BinlogPosition behindStatement;

    BinlogReader(
            BinlogTables tables,
            String domain,
            BinlogRefusal refusal,
            BinlogStart start,
            PendingTransaction pending,
            CaptureRules rules,
            Sink sink) {
        this.tables = tables;
        this.rules = rules;
        this.refusal = refusal;
        this.sink = sink;
        this.start = start;
        this.cursor = start.byGtid() ? new BinlogCursor() : new BinlogCursor(start.position());
        this.gtids = new BinlogGtids(start.position().gtids(), start.server().gtids());
        this.pending = pending;
        this.changes = new BinlogChanges(tables, domain, refusal, pending);
    }

    /** Where the last event ended; by GTID, where the last transaction ended. */
    BinlogPosition position() {
        return told ? position(gtids.read()) : start.position();
    }

    private BinlogPosition position(Gtids executed) {
        return cursor.position(start.server().identity(), executed);
    }

    /** The end of the ALTER TABLE that was refused, if that is what ended the reading. */
    Optional<Position> behindStatement() {
        return Optional.ofNullable(behindStatement);
    }

    void read(Event event) {
        EventHeaderV4 header = event.getHeader();
        boolean madeUp = (header.getFlags() & ARTIFICIAL) != 0;
        if (header.getEventType() == EventType.ROTATE) {
            rotate(
                    event.getData(),
                    madeUp ? header.getServerId() : start.server().serverId());
            return;
        }
        if (madeUp || header.getEventType() == EventType.HEARTBEAT || header.getEventType() == EventType.HEARTBEAT_V2) {
            return;
        }
        if (header.getNextPosition() > 0) {
            cursor.moveTo(header.getNextPosition());
        } else if (inTransaction) {
            cursor.moveBy(header.getEventLength());
        }
        if (behindStart()) {
            apply(event);
        }
    }

    /** By GTID the server leaves out what was read; by offset it may have to begin before it. */
    private boolean behindStart() {
        return start.byGtid() || cursor.behind(start.position());
    }

    /** An address may lead to another server from one connection to the next. */
    private void rotate(RotateEventData data, long server) {
        if (server != start.server().serverId()) {
            throw refusal.otherServer(server, position());
        }
        cursor.rotate(data.getBinlogFilename(), data.getBinlogPosition());
        told = true;
        if (!inTransaction && behindStart()) {
            sink.advance(position());
        }
    }

    private void apply(Event event) {
        EventHeaderV4 header = event.getHeader();
        switch (header.getEventType()) {
            case FORMAT_DESCRIPTION, STOP -> cutOff();
            case PREVIOUS_GTIDS -> gtids.previous(event.getData());
            case GTID, ANONYMOUS_GTID, GTID_TAGGED -> {
                begin(false);
                gtids.begin(header.getEventType() == EventType.ANONYMOUS_GTID ? null : event.getData());
            }
            case MARIADB_GTID -> beginMariadb(event.getData(), header.getServerId());
            case QUERY -> query(event.getData());
            case TABLE_MAP -> changes.map(event.getData(), position());
            case WRITE_ROWS, EXT_WRITE_ROWS -> changes.inserts(event.getData(), position());
            case UPDATE_ROWS, EXT_UPDATE_ROWS -> changes.updates(event.getData(), position());
            case DELETE_ROWS, EXT_DELETE_ROWS -> changes.deletes(event.getData(), position());
            case XID -> commit();
            case TRANSACTION_PAYLOAD -> unpacked(event.getData());
            case XA_PREPARE -> prepared(event.getData());
            case PARTIAL_UPDATE_ROWS_EVENT -> changes.partial(position());
            case INCIDENT -> throw refusal.eventsLost(position());
            case LOAD, NEW_LOAD, CREATE_FILE, APPEND_BLOCK, EXEC_LOAD, BEGIN_LOAD_QUERY, EXECUTE_LOAD_QUERY ->
                throw refusal.rowsAsStatement("LOAD", position());
            case PRE_GA_WRITE_ROWS, PRE_GA_UPDATE_ROWS, PRE_GA_DELETE_ROWS -> throw refusal.unknownEvent(position());
            case UNKNOWN -> refuseUnlessIgnorable(header);
            default -> {}
        }
    }

    private void refuseUnlessIgnorable(EventHeaderV4 header) {
        if ((header.getFlags() & IGNORABLE) == 0) {
            throw refusal.unknownEvent(position());
        }
    }

    /** What was read of a transaction without its end was lost in a crash of the server. */
    private void cutOff() {
        begin(false);
        gtids.drop();
    }

    private void begin(boolean transaction) {
        pending.clear();
        changes.clear();
        inTransaction = transaction;
    }

    /** MariaDB sends no BEGIN: its GTID event begins a transaction, unless it stands before a lone statement. */
    private void beginMariadb(MariadbGtidEventData data, long server) {
        gtids.begin(data, server);
        begin((data.getFlags() & MariadbGtidEventData.FL_STANDALONE) == 0);
    }

    private void unpacked(BinlogPayload transaction) {
        try {
            transaction.forEach(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit() {
        if (pending.isEmpty()) {
            end();
            return;
        }
        SourceTransaction transaction = pending.committed(position(gtids.next()).endOfTransactionAfter(gtids.read()));
        begin(false);
        gtids.commit();
        sink.deliver(transaction, transaction.weight());
    }

    /** The transaction, or the lone statement, ends without anything to deliver. */
    private void end() {
        begin(false);
        gtids.commit();
        sink.advance(position());
    }

    private void prepared(XAPrepareEventData data) {
        if (data.isOnePhase()) {
            commit();
        } else if (pending.isEmpty()) {
            end();
        } else {
            throw refusal.preparedTransaction(position());
        }
    }

    private void query(QueryEventData data) {
        String sql = data.getSql().strip();
        String head = sql.length() > 12 ? sql.substring(0, 12).toUpperCase(Locale.ROOT) : sql.toUpperCase(Locale.ROOT);
        if (head.equals("BEGIN") || head.startsWith("XA START")) {
            begin(true);
        } else if (head.equals("COMMIT")) {
            commit();
        } else if (head.equals("ROLLBACK")) {
            end();
        } else if (head.startsWith("SAVEPOINT")) {
            pending.savepoint(savepoint(sql));
        } else if (head.startsWith("ROLLBACK TO")) {
            rollbackTo(sql);
        } else if (!head.startsWith("XA END")) {
            statement(sql, data.getDatabase());
        }
    }

    private void rollbackTo(String sql) {
        if (!pending.rollbackTo(savepoint(sql))) {
            throw new IllegalStateException("the binlog goes back to a savepoint that it did not set");
        }
    }

    /** The savepoint's name is the last word of either statement. */
    private static String savepoint(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        return tokens.get(tokens.size() - 1).text().toLowerCase(Locale.ROOT);
    }

    /** A transaction of its own, as it commits by itself. */
    private void truncate(LoggedStatement statement, String sql) {
        if (rules.truncates() == Truncates.STOP) {
            throw refusal.truncated(sql, position());
        }
        statement.tables().stream()
                .flatMap(name -> tables.find(name).stream())
                .forEach(table -> pending.add(new RowChange.Truncate(table)));
        commit();
    }

    private void statement(String sql, String database) {
        LoggedStatement statement = LoggedStatement.of(sql, database);
        boolean concerns =
                statement.tables().stream().anyMatch(name -> tables.find(name).isPresent())
                        || statement.database().filter(tables::isDatabase).isPresent();
        if (concerns && AlterStatement.emptiesTable(sql)) {
            truncate(statement, sql);
            return;
        }
        if (concerns && statement.effect() == LoggedStatement.Effect.STRUCTURE && rules.stopsAtAlter()) {
            behindStatement = AlterStatement.keepsRows(sql) ? position(gtids.next()) : null;
            throw refusal.structureChanged(sql, behindStatement != null, position());
        }
        if (concerns && statement.effect() == LoggedStatement.Effect.ROWS) {
            throw refusal.rowsAsStatement(sql, position());
        }
        if (!inTransaction) {
            end();
        }
    }
}
