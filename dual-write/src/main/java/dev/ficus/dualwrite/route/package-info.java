/**
 * What a Java application embeds: runs each of its transactions on the side that the domain's phase names.
 * Start with {@link dev.ficus.dualwrite.route.Router}.
 * May use {@code control}; needs JDBC connections only.
 */
@NullMarked
package dev.ficus.dualwrite.route;

import org.jspecify.annotations.NullMarked;
