package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import com.github.shyiko.mysql.binlog.event.PreviousGtidSetEventData;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.control.MariadbGtids;
import dev.ficus.dualwrite.control.MysqlGtids;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions of the log were read to their end, by GTID. Every transaction counts, of whatever table: an empty
 * one, a statement alone, and what the reverse stream wrote too. Used by one thread.
 */
final class BinlogGtids {
    private final boolean mayAdopt;
    private Gtids read;
    /** With the transaction that is being read. */
    private Gtids next;

    /** @param mayAdopt whether every transaction of the server has a GTID, so that a set found in its log can be kept */
    BinlogGtids(Gtids read, boolean mayAdopt) {
        this.read = read;
        this.next = read;
        this.mayAdopt = mayAdopt;
    }

    /** What was read to its end. */
    Gtids read() {
        return read;
    }

    /** As {@link #read}, with the transaction that is being read. */
    Gtids next() {
        return next;
    }

    /** A transaction of MySQL begins. One without a name makes the set worthless: it would not tell all any more. */
    void begin(@Nullable EventData data) {
        if (data instanceof GtidEventData named) {
            begin(named.getMySqlGtid());
        } else if (data instanceof GtidTaggedEventData tagged) {
            begin(tagged.getMySqlGtid());
        } else {
            read = Gtids.NONE;
            next = read;
        }
    }

    private void begin(MySqlGtid gtid) {
        next = read instanceof MysqlGtids set
                ? set.with(gtid.getServerId(), gtid.getTag() == null ? "" : gtid.getTag(), gtid.getTransactionId())
                : read;
    }

    /** @param server from the event's header */
    void begin(MariadbGtidEventData data, long server) {
        next = read instanceof MariadbGtids set ? set.with(data.getDomainId(), server, data.getSequence()) : read;
    }

    void commit() {
        read = next;
    }

    /** A crash of the server cut the transaction off; its GTID is free again. */
    void drop() {
        next = read;
    }

    /** The set at the beginning of a file, which a reading that began without one can go on with. */
    void previous(PreviousGtidSetEventData data) {
        if (!read.known() && mayAdopt) {
            read = MysqlGtids.parse(data.getGtidSet());
            next = read;
        }
    }
}
