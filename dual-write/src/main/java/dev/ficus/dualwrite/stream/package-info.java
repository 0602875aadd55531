/**
 * Capture of changes on one side, exactly-once apply on the other, and the runner that keeps both going.
 * Start with {@link dev.ficus.dualwrite.stream.Capture}.
 * May use {@code control}, {@code table}, {@code value} and {@code connect}.
 */
@NullMarked
package dev.ficus.dualwrite.stream;

import org.jspecify.annotations.NullMarked;
