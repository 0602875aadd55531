/**
 * What PostgreSQL's statements lock, and the rules that judge it. Start with
 * {@link dev.ficus.migrations.postgres.lint.PostgresLint}; {@link dev.ficus.migrations.postgres.lint.PostgresOperation} is
 * the one table of locks, for lint and for plans.
 */
@NullMarked
package dev.ficus.migrations.postgres.lint;

import org.jspecify.annotations.NullMarked;
