package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Phase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A change of phase that was done.
 *
 * @param epoch the new one
 * @param steps those that ran, in order
 * @param pauseMillis how long neither side took writes of the domain; 0 where no side was fenced, empty where nobody
 *     measured it because the process that began was replaced
 * @param journal the number of the journal's row
 */
public record CutoverReport(
        String domain,
        Phase from,
        Phase to,
        long epoch,
        List<StepReport> steps,
        OptionalLong pauseMillis,
        long journal) {
    public CutoverReport {
        steps = List.copyOf(steps);
    }

    /**
     * @param name as in the journal
     * @param detail what it found or did
     */
    public record StepReport(String name, String detail, Duration took) {}
}
