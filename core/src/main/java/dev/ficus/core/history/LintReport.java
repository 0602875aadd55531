package dev.ficus.core.history;

import java.util.List;
import java.util.OptionalInt;

/**
 * What {@link MigrationHistory#lint} found.
 *
 * @param server the server whose rules were applied, such as {@code PostgreSQL 15.18}, and whether it was asked
 * @param changes how many changes were looked at
 * @param statements how many statements they have
 * @param findings in the order of the files
 */
public record LintReport(String server, int changes, int statements, List<Finding> findings) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    /**
     * One finding.
     *
     * @param change the id of the change
     * @param file relative to the directory of the history
     * @param line from 1, where the statement begins; empty where the format has no lines for it
     * @param what what would happen, as a clause with the object's name
     * @param fix what to write instead
     */
    public record Finding(LintRule rule, String change, String file, OptionalInt line, String what, String fix) {}
}
