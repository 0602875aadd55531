/**
 * {@code ficus.yaml} as records, and the parser that reports every problem of a file at once.
 * Start with {@link dev.ficus.core.settings.Settings}.
 * May use {@code error}.
 */
@NullMarked
package dev.ficus.core.settings;

import org.jspecify.annotations.NullMarked;
