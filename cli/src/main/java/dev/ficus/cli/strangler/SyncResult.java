package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.stream.SyncReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of {@code sync}, when it ends. */
public record SyncResult(List<Domain> domains) implements Result {

    /**
     * One domain.
     *
     * @param changes row changes applied by this run
     * @param echoes row changes skipped because Ficus itself had written them
     * @param stoppedBy the code of the failure that stopped the stream; null where it was asked to end
     */
    public record Domain(
            String domain,
            long changes,
            long echoes,
            @Nullable String stoppedBy) {}

    public static SyncResult of(SyncReport report) {
        return new SyncResult(report.domains().stream()
                .map(d -> new Domain(
                        d.domain(),
                        d.changes(),
                        d.echoes(),
                        d.failure().map(failure -> failure.code().name()).orElse(null)))
                .toList());
    }

    @Override
    public String document() {
        return "sync";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.rows(domains.stream()
                .map(domain -> List.of(
                        domain.domain(),
                        Amount.of(domain.changes(), "change") + " applied",
                        domain.stoppedBy() == null ? "up to the end" : "stopped by " + domain.stoppedBy()))
                .toList());
    }

    @Override
    public Optional<String> next() {
        return Optional.of("status");
    }
}
