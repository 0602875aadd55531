package dev.ficus.core.history;

/**
 * A rule of {@code lint}.
 *
 * @param id stable, such as {@code PG001}; its page is {@code docs/lint/PG001.md}
 * @param severity how bad a finding is
 * @param title what the rule finds, as a phrase
 */
public record LintRule(String id, Severity severity, String title) {

    /** How bad a finding is. */
    public enum Severity {
        /** Loses data, stops the application, or fails halfway. */
        ERROR,
        /** May do so on a large or busy table, or leaves no way back. */
        WARNING,
        /** To know. */
        INFO
    }
}
