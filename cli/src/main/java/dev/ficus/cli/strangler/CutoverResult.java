package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.cutover.CutoverReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code cutover run}, {@code rollback} and {@code finish}.
 *
 * @param epoch the new one
 * @param pauseMillis how long neither side took writes; null where it was not measured
 */
public record CutoverResult(
        String domain,
        String from,
        String to,
        long epoch,
        @Nullable Long pauseMillis,
        List<StepLine> steps) implements Result {

    /** A step that ran, and what it found or did. */
    public record StepLine(String name, String detail, long millis) {}

    public static CutoverResult of(CutoverReport report) {
        return new CutoverResult(
                report.domain(),
                report.from().word(),
                report.to().word(),
                report.epoch(),
                report.pauseMillis().isPresent() ? report.pauseMillis().getAsLong() : null,
                report.steps().stream()
                        .map(step -> new StepLine(
                                step.name(), step.detail(), step.took().toMillis()))
                        .toList());
    }

    @Override
    public String document() {
        return "cutover-run";
    }

    @Override
    public void writeText(TextPrinter out) {
        String pause = pauseMillis == null
                ? "the write pause was not measured"
                : "writes waited " + Amount.millis(pauseMillis);
        out.line(out.style().strong(domain) + ": " + from + " -> " + to + " (epoch " + epoch + "); " + pause);
        out.rows(steps.stream()
                .map(step -> List.of(step.name(), Amount.millis(step.millis()), step.detail()))
                .toList());
    }

    @Override
    public Optional<String> next() {
        return switch (to) {
            case "legacy" -> Optional.of("backfill " + domain + " --restart --yes");
            case "retired" -> Optional.of("status");
            default -> Optional.of("verify " + domain);
        };
    }
}
