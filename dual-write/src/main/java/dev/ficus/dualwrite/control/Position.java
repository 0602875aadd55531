package dev.ficus.dualwrite.control;

/** A place in a source's log, always between two transactions. Positions of one kind are totally ordered. */
public sealed interface Position extends Comparable<Position> permits BinlogPosition, LogSequenceNumber {
    /** The form in the control schema and in messages. */
    String text();
}
