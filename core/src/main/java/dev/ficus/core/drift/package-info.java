/**
 * What the drift reports of all kinds of databases share: objects with a definition, and how two sets of them differ.
 * Start with {@link dev.ficus.core.drift.Snapshot}.
 * May use {@code core.history} and {@code core.error}.
 */
@NullMarked
package dev.ficus.core.drift;

import org.jspecify.annotations.NullMarked;
