/**
 * What statements do to others, and the rules that judge it. Start with {@link dev.ficus.migrations.sql.lint.Linter}.
 * Knows SQL parsers and no database; each dialect brings its reader, its operations and its rules.
 */
@NullMarked
package dev.ficus.migrations.sql.lint;

import org.jspecify.annotations.NullMarked;
