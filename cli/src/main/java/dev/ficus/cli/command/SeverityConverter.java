package dev.ficus.cli.command;

import dev.ficus.core.history.LintRule.Severity;

/** Reads the value of {@code --fail-on}. */
final class SeverityConverter extends WordConverter<Severity> {
    SeverityConverter() {
        super(Severity.class);
    }
}
