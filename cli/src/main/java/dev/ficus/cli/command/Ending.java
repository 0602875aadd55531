package dev.ficus.cli.command;

import dev.ficus.cli.report.Reported;
import dev.ficus.core.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param result null where it failed before there was one
 * @param problems empty where all is well
 */
record Ending(@Nullable Reported result, List<Problem> problems) {
    Ending {
        problems = List.copyOf(problems);
    }
}
