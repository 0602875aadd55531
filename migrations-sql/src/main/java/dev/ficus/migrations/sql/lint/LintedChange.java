package dev.ficus.migrations.sql.lint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A change as lint sees it.
 *
 * @param file relative to the directory of the history
 * @param pending whether it is known not to have run
 * @param transactional whether all of its statements commit together
 * @param reversible whether it has a way back
 */
public record LintedChange(
        String id,
        String file,
        boolean pending,
        boolean transactional,
        boolean reversible,
        List<LintedStatement> statements) {
    public LintedChange {
        statements = List.copyOf(statements);
    }

    /**
     * One statement.
     *
     * @param text empty where it cannot be known without running what comes before it
     * @param line in the file, from 1, where the first word stands
     * @param allowed the findings that its author has weighed
     */
    public record LintedStatement(Optional<String> text, OptionalInt line, List<Allowance> allowed) {
        public LintedStatement {
            allowed = List.copyOf(allowed);
        }
    }
}
