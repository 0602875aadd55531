package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.sandbox.SandboxKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user asked for.
 *
 * @param rows orders that the shop begins with
 * @param load how long the load shall last altogether; it lasts longer where the steps themselves take longer
 * @param kind where the servers come from
 * @param keep whether servers and directory stay until the user ends the process
 */
public record DemoOptions(int rows, Duration load, SandboxKind kind, boolean keep) {
    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_SECONDS = 3_600;

    /** All that is out of range is reported at once, as USAGE_INVALID. */
    public DemoOptions {
        List<Problem> problems = new ArrayList<>();
        between(problems, "--rows", rows, 100, MOST_ROWS);
        between(problems, "--seconds", load.toSeconds(), 5, MOST_SECONDS);
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private static void between(List<Problem> problems, String option, long value, int least, int most) {
        if (value < least || value > most) {
            problems.add(new Problem(
                    ErrorCode.USAGE_INVALID,
                    value + " is out of range",
                    "option " + option,
                    "use a number from " + least + " to " + most));
        }
    }
}
