package dev.ficus.core.history;

/**
 * What {@link MigrationHistory#lint} looks at.
 *
 * @param all every change, not only those that are pending
 * @param offline do not connect: every change is looked at, for the oldest server that is supported
 */
public record LintOptions(boolean all, boolean offline) {}
