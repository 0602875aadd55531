/**
 * How every failure of Ficus looks: code, what, where, fix.
 * Start with {@link dev.ficus.core.error.FicusException}.
 * Touches nothing else.
 */
@NullMarked
package dev.ficus.core.error;

import org.jspecify.annotations.NullMarked;
