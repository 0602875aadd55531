/**
 * What a drift report needs of MySQL and MariaDB: their catalog as text, scratch databases, and what reaches beyond one.
 * Start with {@link dev.ficus.migrations.mysql.drift.MysqlDrift}.
 * May use {@code core} and {@code migrations.sql.drift}.
 */
@NullMarked
package dev.ficus.migrations.mysql.drift;

import org.jspecify.annotations.NullMarked;
