/**
 * The copy of what a domain holds already: chunks through COPY, then replay up to the end of the copy.
 * Start with {@link dev.ficus.dualwrite.backfill.Backfill}.
 * May use {@code stream}, {@code scan}, {@code control}, {@code table}, {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.backfill;

import org.jspecify.annotations.NullMarked;
