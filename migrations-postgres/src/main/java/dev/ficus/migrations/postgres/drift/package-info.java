/**
 * What a drift report needs of PostgreSQL: its catalog as text, scratch databases, and what reaches beyond a database.
 * Start with {@link dev.ficus.migrations.postgres.drift.PostgresDrift}.
 * May use {@code core} and {@code migrations.sql.drift}.
 */
@NullMarked
package dev.ficus.migrations.postgres.drift;

import org.jspecify.annotations.NullMarked;
