/**
 * Opening JDBC connections, and telling apart why one could not be opened or used.
 * Start with {@link dev.ficus.core.jdbc.Connections}.
 * May use {@code error} and {@code settings}. No driver is named here.
 */
@NullMarked
package dev.ficus.core.jdbc;

import org.jspecify.annotations.NullMarked;
