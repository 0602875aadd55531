package dev.ficus.dualwrite.stream;

/**
 * What a capture does about transactions that are not plain changes of the application.
 *
 * @param echoes those that carry the mark of the opposite stream
 * @param truncates those that empty a table
 */
public record CaptureRules(EchoRule echoes, Truncates truncates) {
    /** What is marked is left out, and a TRUNCATE stops the capture. */
    public static final CaptureRules DEFAULT = new CaptureRules(EchoRule.SKIP_MARKED, Truncates.STOP);
}
