/**
 * The entry of the command line.
 * Start with {@link dev.ficus.cli.Main}.
 * May use everything below it.
 */
@NullMarked
package dev.ficus.cli;

import org.jspecify.annotations.NullMarked;
