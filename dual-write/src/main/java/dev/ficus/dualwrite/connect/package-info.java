/**
 * Connections to the two servers of a strangler, each with its session settings pinned, and rows as MySQL sends them.
 * Start with {@link dev.ficus.dualwrite.connect.MysqlServer} and {@link dev.ficus.dualwrite.connect.PostgresServer}.
 * Touches no other package of this module.
 */
@NullMarked
package dev.ficus.dualwrite.connect;

import org.jspecify.annotations.NullMarked;
