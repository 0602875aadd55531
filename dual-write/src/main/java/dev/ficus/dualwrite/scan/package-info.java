/**
 * Looks in MySQL's tables for values that PostgreSQL cannot hold, before anything is copied. Start at
 * {@link dev.ficus.dualwrite.scan.ValueScan}. May use {@code value}, {@code table} and {@code connect}; writes nothing.
 */
@NullMarked
package dev.ficus.dualwrite.scan;

import org.jspecify.annotations.NullMarked;
