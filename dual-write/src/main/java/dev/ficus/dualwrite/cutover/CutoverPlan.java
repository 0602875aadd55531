package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Phase;
import java.util.List;

/**
 * What a change of phase would do now.
 *
 * @param gates all of them, with today's figures
 * @param steps in order
 */
public record CutoverPlan(String domain, Phase from, Phase to, long epoch, List<Gate> gates, List<PlannedStep> steps) {
    public CutoverPlan {
        gates = List.copyOf(gates);
        steps = List.copyOf(steps);
    }

    /** True where no gate refuses. */
    public boolean open() {
        return gates.stream().allMatch(gate -> gate.refusal().isEmpty());
    }

    /**
     * @param name as in the journal
     * @param text what it does
     * @param paused whether writes to the domain wait during this step
     */
    public record PlannedStep(String name, String text, boolean paused) {}
}
