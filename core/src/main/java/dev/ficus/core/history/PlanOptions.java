package dev.ficus.core.history;

/**
 * Which run to plan.
 *
 * @param outOfOrder up only: plan changes also where their files sort before one that ran
 */
public record PlanOptions(MigrationPlan.Direction direction, Target target, boolean outOfOrder) {
    /** Everything that is pending. */
    public static final PlanOptions UP = new PlanOptions(MigrationPlan.Direction.UP, Target.ALL, false);
}
