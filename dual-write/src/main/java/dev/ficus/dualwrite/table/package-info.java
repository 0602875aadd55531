/**
 * Tables, columns, keys and foreign keys, read from the catalogs of both sides.
 * Start with {@link dev.ficus.dualwrite.table.MysqlCatalog}.
 * May use {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.table;

import org.jspecify.annotations.NullMarked;
