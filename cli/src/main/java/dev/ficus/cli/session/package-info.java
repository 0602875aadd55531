/**
 * What one run of the command line has at hand: settings, console, progress, interruption.
 * Start with {@link dev.ficus.cli.session.Session}.
 * May use output and core.
 */
@NullMarked
package dev.ficus.cli.session;

import org.jspecify.annotations.NullMarked;
