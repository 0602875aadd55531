package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Position;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The end of a backfill's copy, which matters until the replay has come past it: so far the target has more of the source
 * than its checkpoint says.
 */
final class EndOfCopy {
    private EndOfCopy() {}

    /**
     * Removes it from the checkpoint once it was passed, in the transaction of the connection. It is told apart by the
     * log that both places are in, which after a failover need not be the same.
     */
    static Checkpoint forgetWhenPassed(Connection target, Checkpoint checkpoint) throws SQLException {
        Position end = checkpoint.strictFrom().orElse(null);
        if (end == null || !passed(checkpoint.position(), end)) {
            return checkpoint;
        }
        Checkpoints.beStrict(target, checkpoint.domain(), checkpoint.direction());
        return checkpoint.strict();
    }

    /**
     * Where another server lacks what the copy was taken from, its log would not correct the rows.
     *
     * @throws FicusException SOURCE_BEHIND, SOURCE_REPLACED
     */
    static void refuseLoss(MysqlServer mysql, Checkpoint checkpoint, BinlogRefusal refusal) {
        if (!(checkpoint.strictFrom().orElse(null) instanceof BinlogPosition end)) {
            return;
        }
        BinlogPosition at = (BinlogPosition) checkpoint.position();
        boolean named = !end.server().isEmpty();
        BinlogPosition copied = named ? end : new BinlogPosition(end.file(), end.offset(), at.server(), end.gtids());
        BinlogStart.refuseUnlessAll(mysql, copied, refusal);
    }

    /** Positions of different servers are compared by their sets; a place without one is not passed there. */
    private static boolean passed(Position at, Position end) {
        if (at instanceof BinlogPosition position
                && end instanceof BinlogPosition copied
                && !position.sameLog(copied)) {
            return position.gtids().contains(copied.gtids());
        }
        return at.compareTo(end) >= 0;
    }
}
