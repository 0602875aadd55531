package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.cutover.CutoverStatus;
import dev.ficus.dualwrite.cutover.JournalEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code cutover status}.
 *
 * @param fencedInMysql tables that refuse writes there
 * @param fencedInPostgres likewise
 * @param slot the reverse stream's replication slot; null where there is none
 * @param last the newest change of phase; null where there was none
 */
public record CutoverStatusResult(
        String domain,
        String phase,
        long epoch,
        String owner,
        List<String> fencedInMysql,
        List<String> fencedInPostgres,
        @Nullable String slot,
        @Nullable Change last)
        implements Result {

    /**
     * A change of phase in the journal.
     *
     * @param state open, committed, finished or undone
     * @param startedAt ISO 8601 in UTC
     */
    public record Change(
            String from,
            String to,
            String state,
            String startedAt,
            @Nullable Long pauseMillis) {
        private static Change of(JournalEntry entry) {
            return new Change(
                    entry.from().word(),
                    entry.to().word(),
                    entry.state().word(),
                    entry.startedAt().toString(),
                    entry.pauseMillis().isPresent() ? entry.pauseMillis().getAsLong() : null);
        }

        private String text() {
            String pause = pauseMillis == null ? "" : ", writes waited " + Amount.millis(pauseMillis);
            return from + " -> " + to + ", " + state + ", begun " + startedAt + pause;
        }
    }

    public static CutoverStatusResult of(CutoverStatus status) {
        return new CutoverStatusResult(
                status.state().name(),
                status.state().phase().word(),
                status.state().epoch(),
                status.state().phase().owner().word(),
                sorted(status.fencedInMysql()),
                sorted(status.fencedInPostgres()),
                status.slot().orElse(null),
                status.last().map(Change::of).orElse(null));
    }

    private static List<String> sorted(Set<String> tables) {
        return tables.stream().sorted().toList();
    }

    @Override
    public String document() {
        return "cutover-status";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line(out.style().strong(domain) + ": " + phase + ", owner " + owner + " (epoch " + epoch + ")");
        out.rows(List.of(
                List.of("fenced in MySQL", tables(fencedInMysql)),
                List.of("fenced in PostgreSQL", tables(fencedInPostgres)),
                List.of("reverse stream's slot", slot == null ? "none" : slot),
                List.of("last change of phase", last == null ? "none" : last.text())));
    }

    private static String tables(List<String> tables) {
        return tables.isEmpty() ? "nothing" : String.join(", ", tables);
    }

    @Override
    public Optional<String> next() {
        return Optional.of("status");
    }
}
