package dev.ficus.core.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How to run {@link MigrationHistory#up}.
 *
 * @param lockTimeout how long to wait for another run on the same history
 * @param target how far to go
 * @param plan the hash of the plan that was reviewed; empty runs whatever is due
 * @param outOfOrder run changes also where their files sort before one that ran
 */
public record UpOptions(Duration lockTimeout, Target target, Optional<String> plan, boolean outOfOrder) {
    /** Everything that is due; waits for another run for a minute. */
    public static final UpOptions DEFAULT = new UpOptions(Duration.ofMinutes(1));

    public UpOptions(Duration lockTimeout) {
        this(lockTimeout, Target.ALL, Optional.empty(), false);
    }

    /** The plan that these options carry out. */
    public PlanOptions planned() {
        return new PlanOptions(MigrationPlan.Direction.UP, target, outOfOrder);
    }
}
