/**
 * The commands as picocli sees them: options, one library call, one result.
 * Start with {@link dev.ficus.cli.command.FicusCommand}.
 * May use everything below; holds no logic of its own.
 */
@NullMarked
package dev.ficus.cli.command;

import org.jspecify.annotations.NullMarked;
