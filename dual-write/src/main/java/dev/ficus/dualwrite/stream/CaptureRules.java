package dev.ficus.dualwrite.stream;

/**
 * What a capture does about transactions that are not plain changes of the application.
 *
 * @param echoes those that carry the mark of the opposite stream
 * @param truncates those that empty a table
 * @param stopsAtAlter whether a statement that changes a table ends the capture; always so outside the tests
 */
public record CaptureRules(EchoRule echoes, Truncates truncates, boolean stopsAtAlter) {
    /** What is marked is left out, and a TRUNCATE stops the capture. */
    public static final CaptureRules DEFAULT = new CaptureRules(EchoRule.SKIP_MARKED, Truncates.STOP);

    /** Stops at an ALTER. */
    public CaptureRules(EchoRule echoes, Truncates truncates) {
        this(echoes, truncates, true);
    }
}
