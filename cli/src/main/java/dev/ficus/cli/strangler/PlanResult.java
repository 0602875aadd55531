package dev.ficus.cli.strangler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.cutover.CutoverPlan;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code cutover plan}.
 *
 * @param open whether every gate is
 * @param refusals of the gates that are not; reported as errors
 */
public record PlanResult(
        String domain,
        String from,
        String to,
        long epoch,
        boolean open,
        List<GateLine> gates,
        List<StepLine> steps,
        @JsonIgnore List<Problem> refusals)
        implements Result {

    /** A condition with today's figure. */
    public record GateLine(String name, boolean open, String finding) {}

    /** A step; {@code paused} says that writes to the domain wait during it. */
    public record StepLine(String name, String text, boolean paused) {}

    public static PlanResult of(CutoverPlan plan) {
        return new PlanResult(
                plan.domain(),
                plan.from().word(),
                plan.to().word(),
                plan.epoch(),
                plan.open(),
                plan.gates().stream()
                        .map(gate -> new GateLine(gate.name(), gate.refusal().isEmpty(), gate.finding()))
                        .toList(),
                plan.steps().stream()
                        .map(step -> new StepLine(step.name(), step.text(), step.paused()))
                        .toList(),
                plan.gates().stream().flatMap(gate -> gate.refusal().stream()).toList());
    }

    @Override
    public String document() {
        return "cutover-plan";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line(out.style().strong(domain) + ": " + from + " -> " + to + " (epoch " + epoch + ")");
        out.line("gates");
        out.rows(
                gates.stream()
                        .map(gate -> List.of(gate.open() ? "open" : "refuses", gate.name(), gate.finding()))
                        .toList(),
                word -> word.startsWith("open")
                        ? out.style().good(word)
                        : out.style().bad(word));
        out.line("steps");
        out.rows(steps.stream()
                .map(step -> List.of(step.name(), step.paused() ? "writes wait" : "", step.text()))
                .toList());
    }

    @Override
    public Optional<String> next() {
        if (to.equals("retired")) {
            return Optional.of("cutover finish " + domain + " --confirm " + domain);
        }
        String command = Phases.forward(from, to) ? "run" : "rollback";
        return Optional.of("cutover " + command + " " + domain + " --to " + to);
    }
}
