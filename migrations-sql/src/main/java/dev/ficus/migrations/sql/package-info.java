/**
 * Liquibase behind {@link dev.ficus.core.history.MigrationHistory}: what the histories of PostgreSQL and MySQL share.
 * Start with {@link dev.ficus.migrations.sql.SqlHistory}.
 * May use {@code core}; no database driver is named here.
 */
@NullMarked
package dev.ficus.migrations.sql;

import org.jspecify.annotations.NullMarked;
