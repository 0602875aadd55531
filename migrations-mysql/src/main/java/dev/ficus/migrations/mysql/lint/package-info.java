/**
 * Which algorithm MySQL and MariaDB use for a definition and whom it stops, and the rules that judge it. Start with
 * {@link dev.ficus.migrations.mysql.lint.MysqlLint}.
 */
@NullMarked
package dev.ficus.migrations.mysql.lint;

import org.jspecify.annotations.NullMarked;
