/**
 * MySQL tables to a change file of the PostgreSQL history.
 * Start with {@link dev.ficus.dualwrite.schema.SchemaConversion}.
 * May use {@code control}, {@code table}, {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.schema;

import org.jspecify.annotations.NullMarked;
