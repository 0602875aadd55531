/**
 * The journaled changes of phase: each step is written down, before the journal's commit all can be undone, after it the
 * rest is only carried on.
 * Start with {@link dev.ficus.dualwrite.cutover.Cutover}.
 * May use every other package of this module but {@code route}.
 */
@NullMarked
package dev.ficus.dualwrite.cutover;

import org.jspecify.annotations.NullMarked;
