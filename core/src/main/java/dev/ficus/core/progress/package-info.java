/**
 * What long work tells while it runs, as events that the command line turns into a moving line or plain lines.
 * Start with {@link dev.ficus.core.progress.Progress}.
 * Touches the error package alone.
 */
@NullMarked
package dev.ficus.core.progress;

import org.jspecify.annotations.NullMarked;
