package dev.ficus.dualwrite.route;

import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction returned, and where it ran.
 *
 * @param value what the work returned
 * @param side where it was committed
 * @param phase of the domain, as route knew it then
 * @param epoch likewise
 */
public record Routed<T extends @Nullable Object>(T value, Owner side, Phase phase, long epoch) {}
