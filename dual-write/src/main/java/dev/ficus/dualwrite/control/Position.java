package dev.ficus.dualwrite.control;

/**
 * A place in a source's log, always between two transactions. Places in one log are totally ordered; places in the logs
 * of different servers where GTIDs order them, see {@link BinlogPosition}.
 */
public sealed interface Position extends Comparable<Position> permits BinlogPosition, LogSequenceNumber {
    /** The whole, as the control schema keeps it. */
    String text();

    /** The short form, for messages. */
    default String place() {
        return text();
    }

    /** Whether the transaction that ends here began at {@code place} or behind it. */
    default boolean beganBehind(Position place) {
        return compareTo(place) > 0;
    }
}
