/**
 * Compares the two copies of a domain, row by row and column by column, without false alarms while they change.
 * Start with {@link dev.ficus.dualwrite.verify.Verification}.
 * May use {@code control}, {@code table}, {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.verify;

import org.jspecify.annotations.NullMarked;
