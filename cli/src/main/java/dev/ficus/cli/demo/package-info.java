/**
 * The command {@code demo}: a shop under load walks from MySQL to PostgreSQL and back, and every accepted write is audited.
 * Start with {@link dev.ficus.cli.demo.DemoRun}.
 * May use the commands' library calls, results and wiring, and sandbox; nothing uses this package but the root command.
 */
@NullMarked
package dev.ficus.cli.demo;

import org.jspecify.annotations.NullMarked;
