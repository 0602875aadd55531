/**
 * The one contract of the schema histories of PostgreSQL, MySQL and MongoDB, and the records it returns.
 * Start with {@link dev.ficus.core.history.MigrationHistory}.
 * May use {@code error}, {@code progress} and {@code settings}.
 */
@NullMarked
package dev.ficus.core.history;

import org.jspecify.annotations.NullMarked;
