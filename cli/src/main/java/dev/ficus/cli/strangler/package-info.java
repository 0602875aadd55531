/**
 * The results of the strangler's commands, made from the records of dual-write.
 * Start with {@link dev.ficus.cli.strangler.ConversionResult}.
 * May use dual-write, core and output.
 */
@NullMarked
package dev.ficus.cli.strangler;

import org.jspecify.annotations.NullMarked;
