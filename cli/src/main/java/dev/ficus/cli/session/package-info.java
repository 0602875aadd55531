/**
 * What one run of the command line has at hand: settings, console, progress, interruption.
 * Start with {@link dev.ficus.cli.session.Session}.
 * May use output, core, and the hook of dual-write.
 */
@NullMarked
package dev.ficus.cli.session;

import org.jspecify.annotations.NullMarked;
