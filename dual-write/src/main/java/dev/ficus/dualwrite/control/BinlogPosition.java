package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import org.jspecify.annotations.Nullable;

/**
 * A place in the binary log of MySQL or MariaDB, always between two transactions: file and offset in the log of one
 * server, and beside them, where its transactions have GTIDs, the set of those before the place, which means the same on
 * every replica. Immutable. Making one is cheap, its text is not: a text is made for each checkpoint, not for each
 * transaction.
 *
 * <p>Order: places of one server are ordered by file and offset. Places of different servers are ordered by their sets,
 * and where neither set contains the other there is no order: {@link #compareTo} throws, and nothing is guessed.
 *
 * <p>A place that was asked of a server, not read from its log, may be a few transactions further by its file than by its
 * set: a server writes its log before it counts a transaction as executed. Reading begins at the set.
 */
public final class BinlogPosition implements Position {
    private static final String SERVER = ",server=";
    private static final String GTIDS = ",gtids=";

    private final String file;
    private final long offset;
    private final String server;
    private final Gtids gtids;
    /** Before the transaction that ends here, where one does. */
    private final Gtids before;

    /** A place of a server that nobody wrote down, as checkpoints were before they named it. */
    public BinlogPosition(String file, long offset) {
        this(file, offset, "", Gtids.NONE);
    }

    /**
     * @param file such as {@code binlog.000042}
     * @param offset bytes from the file's start; not the 32-bit field of an event header, which wraps
     * @param server whose log it is; empty where that is not known
     * @param gtids everything before this place; {@link Gtids#NONE} where the server's transactions have no names
     */
    public BinlogPosition(String file, long offset, String server, Gtids gtids) {
        this(file, offset, server, gtids, gtids);
    }

    private BinlogPosition(String file, long offset, String server, Gtids gtids, Gtids before) {
        this.file = file;
        this.offset = offset;
        this.server = server;
        this.gtids = gtids;
        this.before = before;
    }

    /** Reads {@link #text()}, and {@code file:offset}, which is what older checkpoints hold. */
    public static BinlogPosition parse(String text) {
        int gtidsAt = text.indexOf(GTIDS);
        Gtids gtids = gtidsAt < 0 ? Gtids.NONE : Gtids.parse(text.substring(gtidsAt + GTIDS.length()));
        String rest = gtidsAt < 0 ? text : text.substring(0, gtidsAt);
        int serverAt = rest.indexOf(SERVER);
        String server = serverAt < 0 ? "" : rest.substring(serverAt + SERVER.length());
        String place = serverAt < 0 ? rest : rest.substring(0, serverAt);
        int colon = place.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not a binlog position: " + text);
        }
        return new BinlogPosition(place.substring(0, colon), Long.parseLong(place.substring(colon + 1)), server, gtids);
    }

    /** The end of a transaction, which began where these and no others had been executed. */
    public BinlogPosition endOfTransactionAfter(Gtids executed) {
        return new BinlogPosition(file, offset, server, gtids, executed);
    }

    /** By file and offset alone, for its own server. */
    public BinlogPosition withoutGtids() {
        return new BinlogPosition(file, offset, server, Gtids.NONE);
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    /** The identity of the server whose log it is; empty where that is not known. */
    public String server() {
        return server;
    }

    public Gtids gtids() {
        return gtids;
    }

    /** Whether both are places of one log. Where a server is not known there has only been one. */
    public boolean sameLog(BinlogPosition other) {
        return server.equals(other.server) || server.isEmpty() || other.server.isEmpty();
    }

    @Override
    public String text() {
        return place() + (server.isEmpty() ? "" : SERVER + server) + (gtids.known() ? GTIDS + gtids.text() : "");
    }

    @Override
    public String place() {
        return file + ":" + offset;
    }

    /** @throws FicusException SOURCE_REPLACED where the two have no order */
    @Override
    public int compareTo(Position other) {
        BinlogPosition that = (BinlogPosition) other;
        if (sameLog(that)) {
            int byFile = Long.compare(sequence(), that.sequence());
            return byFile != 0 ? byFile : Long.compare(offset, that.offset);
        }
        boolean all = gtids.contains(that.gtids);
        boolean onlyThese = that.gtids.contains(gtids);
        if (!all && !onlyThese) {
            throw incomparable(that);
        }
        return Boolean.compare(all, onlyThese);
    }

    /**
     * On another server that is so when everything before {@code place} had been executed before the transaction; one
     * that came in another order there counts as having begun before.
     *
     * @throws FicusException SOURCE_REPLACED on another server, where the sets do not tell
     */
    @Override
    public boolean beganBehind(Position place) {
        BinlogPosition that = (BinlogPosition) place;
        if (sameLog(that)) {
            return compareTo(that) > 0;
        }
        if (!before.known() || !that.gtids.known()) {
            throw incomparable(that);
        }
        return before.contains(that.gtids);
    }

    /** The number of the file, which grows at each rotation. */
    private long sequence() {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    private FicusException incomparable(BinlogPosition that) {
        return new FicusException(
                ErrorCode.SOURCE_REPLACED,
                "two places in the logs of different servers have no order: " + text() + " and " + that.text(),
                "binlog " + place(),
                "point strangler.from at the server of one of them and run it again; where that server is lost, copy"
                        + " the domain again with: ficus backfill DOMAIN --restart --yes");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BinlogPosition that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return file.hashCode() * 31 + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return text();
    }
}
