package dev.ficus.dualwrite.stream;

/** What a capture does with a transaction that carries the mark of the opposite stream. */
public enum EchoRule {
    /** Leaves its changes out and counts them. The only rule of Ficus. */
    SKIP_MARKED,
    /** Delivers them like any other: the negative control of the tests, under which the loop shows. */
    IGNORE_MARKS
}
