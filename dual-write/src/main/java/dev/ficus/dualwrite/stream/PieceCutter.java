package dev.ficus.dualwrite.stream;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts changes into pieces, so that a transaction of any size needs little memory. A change that does not merge is a
 * piece by itself: a key that moves in a row of which the source did not send everything. Used by one thread.
 */
final class PieceCutter {
    private static final int ROWS = 40_000;

    private final TargetTables tables;
    private final long mostBytes;
    private final Taker taker;
    private List<RowChange> changes = new ArrayList<>();
    private long bytes;
    private boolean strict;

    /** Gets each piece as soon as it is whole. */
    interface Taker {
        void take(Piece piece) throws SQLException;
    }

    /** @param mostBytes about how many bytes of changes a piece has; a single change may have more */
    PieceCutter(TargetTables tables, long mostBytes, Taker taker) {
        this.tables = tables;
        this.mostBytes = mostBytes;
        this.taker = taker;
    }

    void add(RowChange change, boolean asStrict) throws SQLException {
        boolean emptied = change instanceof RowChange.Truncate;
        boolean alone = emptied || movesKeyOfPart(change);
        if (alone || strict != asStrict) {
            end();
            strict = asStrict;
        }
        changes.add(change);
        bytes += change.weight();
        if (alone || changes.size() >= ROWS || bytes >= mostBytes) {
            end();
        }
    }

    /** Hands over what is left. */
    void end() throws SQLException {
        if (!changes.isEmpty()) {
            List<RowChange> whole = changes;
            changes = new ArrayList<>();
            bytes = 0;
            taker.take(new Piece(whole, strict, tables));
        }
    }

    private boolean movesKeyOfPart(RowChange change) {
        return change instanceof RowChange.Update update
                && !update.after().whole()
                && tables.of(update.table()).movesKey(update);
    }
}
