/**
 * What a command found, as records, and how they look as text and as JSON.
 * Start with {@link dev.ficus.cli.output.Result}.
 * May use core; knows neither picocli nor a database.
 */
@NullMarked
package dev.ficus.cli.output;

import org.jspecify.annotations.NullMarked;
