/**
 * The control schema and its records: domains, phases, epochs, checkpoints, chunk ledger, signals, journal.
 * Start with {@link dev.ficus.dualwrite.control.Control}.
 * May use {@code table}, {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.control;

import org.jspecify.annotations.NullMarked;
