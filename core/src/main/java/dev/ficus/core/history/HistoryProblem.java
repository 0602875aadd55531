package dev.ficus.core.history;

import dev.ficus.core.error.Problem;

/**
 * A change that is not as it should be.
 *
 * @param change the id of the change, or the file name where the file cannot be read
 * @param problem the same problem that {@link MigrationHistory#up} would throw
 */
public record HistoryProblem(String change, Problem problem) {}
