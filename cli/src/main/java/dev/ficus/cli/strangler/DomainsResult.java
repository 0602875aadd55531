package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Overview;
import dev.ficus.dualwrite.control.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of {@code status}. */
public record DomainsResult(List<Domain> domains) implements Result {
    private static final Duration LATE = Duration.ofSeconds(30);

    /**
     * One domain.
     *
     * @param stream null where its phase has none
     */
    public record Domain(
            String name,
            String phase,
            long epoch,
            String owner,
            List<String> tables,
            @Nullable Stream stream) {}

    /**
     * The stream of a domain.
     *
     * @param position everything of the source before it is applied; null where the stream never began
     * @param diverged how many changes did not fit and were counted, where the domain counts them
     * @param behindMillis the age of the newest heartbeat that was applied; null where none was
     */
    public record Stream(
            String direction,
            @Nullable String position,
            long changes,
            long transactions,
            long diverged,
            @Nullable Long behindMillis) {

        private static Stream of(String direction, Overview.Entry entry, Instant now) {
            Optional<Checkpoint> checkpoint = entry.checkpoint();
            return new Stream(
                    direction,
                    checkpoint.map(c -> c.position().text()).orElse(null),
                    checkpoint.map(Checkpoint::changes).orElse(0L),
                    checkpoint.map(Checkpoint::transactions).orElse(0L),
                    entry.diverged(),
                    checkpoint
                            .flatMap(Checkpoint::sourceAt)
                            .map(sent -> Math.max(0, Duration.between(sent, now).toMillis()))
                            .orElse(null));
        }

        private boolean late() {
            return behindMillis == null || behindMillis > LATE.toMillis();
        }

        private String text() {
            String lag = behindMillis == null
                    ? direction + ", no heartbeat applied yet"
                    : String.format(Locale.ROOT, "%s, %.1f s behind", direction, behindMillis / 1000.0);
            return diverged == 0 ? lag : lag + ", " + diverged + " changes diverged";
        }
    }

    public static DomainsResult of(List<Overview.Entry> entries, Instant now) {
        return new DomainsResult(
                entries.stream().map(entry -> domain(entry, now)).toList());
    }

    private static Domain domain(Overview.Entry entry, Instant now) {
        Phase phase = entry.state().phase();
        return new Domain(
                entry.domain().name(),
                phase.word(),
                entry.state().epoch(),
                phase.owner().word(),
                entry.domain().tables(),
                phase.stream()
                        .map(direction -> Stream.of(direction.word(), entry, now))
                        .orElse(null));
    }

    @Override
    public String document() {
        return "status";
    }

    @Override
    public void writeText(TextPrinter out) {
        if (domains.isEmpty()) {
            out.line("ficus.yaml has no domains yet");
            return;
        }
        out.rows(domains.stream()
                .map(domain -> List.of(
                        domain.name(),
                        domain.phase(),
                        "owner " + domain.owner(),
                        domain.stream() == null ? "no stream" : domain.stream().text(),
                        String.join(", ", domain.tables())))
                .toList());
    }

    @Override
    public Optional<String> next() {
        boolean late = domains.stream().map(Domain::stream).anyMatch(stream -> stream != null && stream.late());
        if (late) {
            return Optional.of("sync");
        }
        return domains.stream()
                .filter(domain -> !domain.phase().equals(Phase.RETIRED.word()))
                .findFirst()
                .map(DomainsResult::step);
    }

    private static String step(Domain domain) {
        return switch (domain.phase()) {
            case "legacy" -> "schema convert " + domain.name();
            case "mirroring" -> "cutover plan " + domain.name() + " --to dual-write";
            case "dual-write" -> "cutover plan " + domain.name() + " --to postgres";
            default -> "verify " + domain.name();
        };
    }
}
