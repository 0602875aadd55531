package dev.ficus.dualwrite.route;

import java.time.Duration;

/**
 * @param refresh how long a phase that was read is trusted; an older one is read again. A write that follows a phase that
 *     has changed meanwhile is refused by the fence, never accepted on the wrong side
 * @param patience how long a write that the fence refuses is tried again, such as in the write pause of a cutover
 */
public record RouteOptions(Duration refresh, Duration patience) {

    /** The phase is read once a second, a refused write is tried for 10 seconds. */
    public static RouteOptions defaults() {
        return new RouteOptions(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }
}
