/**
 * Picks the implementation for a database of the settings; the only place that knows all of them.
 * Start with {@link dev.ficus.cli.wiring.Histories}.
 * May use the history modules, dual-write and sandbox.
 */
@NullMarked
package dev.ficus.cli.wiring;

import org.jspecify.annotations.NullMarked;
