package dev.ficus.core.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How to run {@link MigrationHistory#down}.
 *
 * @param lockTimeout how long to wait for another run on the same history
 * @param target how far to go; never {@link Target.All}
 * @param plan the hash of the plan that was reviewed; empty runs whatever is due
 */
public record DownOptions(Duration lockTimeout, Target target, Optional<String> plan) {
    public DownOptions {
        if (target instanceof Target.All) {
            throw new IllegalArgumentException("a run down says how far it goes");
        }
    }

    /** The plan that these options carry out. */
    public PlanOptions planned() {
        return new PlanOptions(MigrationPlan.Direction.DOWN, target, false);
    }
}
