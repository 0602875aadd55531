/**
 * The {@code migrate} commands over all databases of the settings: what each database reported, up to the first failure.
 * Start with {@link dev.ficus.cli.migrate.MigrateRun}.
 * May use core and output.
 */
@NullMarked
package dev.ficus.cli.migrate;

import org.jspecify.annotations.NullMarked;
