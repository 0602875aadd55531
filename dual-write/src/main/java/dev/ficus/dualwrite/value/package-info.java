/**
 * One class for each family of column types, with everything about that type in it.
 * Start with {@link dev.ficus.dualwrite.value.Value}; to add a type, add a class and its row in {@code ValueMatrixIT}.
 * Touches no other package of this module.
 */
@NullMarked
package dev.ficus.dualwrite.value;

import org.jspecify.annotations.NullMarked;
