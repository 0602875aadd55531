package dev.ficus.dualwrite.control;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a stream has applied its source; a row in the stream's TARGET.
 *
 * @param domain whose stream
 * @param direction of the stream
 * @param epoch of the domain when this stream began; compared at every move
 * @param position everything before it is applied
 * @param strictFrom from here on a change must hit exactly one row; empty means always
 * @param beat the newest beat of the source that was applied
 * @param changes row changes applied
 * @param transactions source transactions applied
 * @param echoes row changes skipped because their transaction carried the mark of the opposite stream
 * @param sourceAt when the newest applied beat was sent, by the source's clock
 * @param appliedAt when that beat was applied, by the target's clock; the time since {@code sourceAt} is the stream's lag
 */
public record Checkpoint(
        String domain,
        Direction direction,
        long epoch,
        Position position,
        Optional<Position> strictFrom,
        long beat,
        long changes,
        long transactions,
        long echoes,
        Optional<Instant> sourceAt,
        Instant appliedAt) {

    /** The same, strict from its position on. */
    public Checkpoint strict() {
        return new Checkpoint(
                domain,
                direction,
                epoch,
                position,
                Optional.empty(),
                beat,
                changes,
                transactions,
                echoes,
                sourceAt,
                appliedAt);
    }

    /** The same at another position, where nothing but the position changes. */
    public Checkpoint at(Position other) {
        return new Checkpoint(
                domain, direction, epoch, other, strictFrom, beat, changes, transactions, echoes, sourceAt, appliedAt);
    }
}
