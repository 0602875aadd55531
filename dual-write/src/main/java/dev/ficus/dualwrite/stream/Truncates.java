package dev.ficus.dualwrite.stream;

/** What a stream does where a table of its domain was emptied by TRUNCATE, which is in both logs without its rows. */
public enum Truncates {
    /** It stops before the statement. */
    STOP,
    /** It empties the table on the other side, at the statement's place and in the transaction of the checkpoint. */
    APPLY
}
