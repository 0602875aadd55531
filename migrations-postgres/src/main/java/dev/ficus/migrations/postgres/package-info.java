/**
 * The history of a PostgreSQL database: its session advisory lock and transactional DDL.
 * Start with {@link dev.ficus.migrations.postgres.PostgresHistory}.
 * May use {@code core} and {@code migrations.sql}.
 */
@NullMarked
package dev.ficus.migrations.postgres;

import org.jspecify.annotations.NullMarked;
