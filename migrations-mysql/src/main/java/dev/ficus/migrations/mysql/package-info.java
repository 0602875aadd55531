/**
 * The history of a MySQL or MariaDB database: its named lock, and changes that cannot be rolled back.
 * Start with {@link dev.ficus.migrations.mysql.MysqlHistory}.
 * May use {@code core} and {@code migrations.sql}.
 */
@NullMarked
package dev.ficus.migrations.mysql;

import org.jspecify.annotations.NullMarked;
