package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of {@code migrate history}. */
public record HistoryResult(List<Database> databases) implements Result {

    /** One history, the oldest change first. */
    public record Database(String name, String kind, List<Change> changes) {}

    /**
     * One change as it ran; null stands for what the record does not know.
     *
     * @param ranAt ISO 8601 in UTC
     */
    public record Change(
            String id,
            String author,
            String file,
            String ranAt,
            @Nullable Long millis,
            @Nullable String ranBy,
            @Nullable String checksum,
            @Nullable String toolVersion,
            @Nullable String tag) {
        /** Digits of a checksum that tell two files apart at a glance; the document has all 64. */
        private static final int SHOWN_DIGITS = 12;

        private static Change of(HistoryEntry entry) {
            return new Change(
                    entry.id(),
                    entry.author(),
                    entry.file(),
                    entry.ranAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    entry.millis().isPresent() ? entry.millis().getAsLong() : null,
                    entry.ranBy().orElse(null),
                    entry.checksum().orElse(null),
                    entry.toolVersion().orElse(null),
                    entry.tag().orElse(null));
        }

        private List<String> cells() {
            return List.of(
                    ranAt,
                    id,
                    millis == null ? "-" : millis + " ms",
                    ranBy == null ? "-" : ranBy,
                    file,
                    toolVersion == null ? "-" : toolVersion,
                    checksum == null ? "-" : checksum.substring(0, SHOWN_DIGITS),
                    tag == null ? "" : "tag " + tag);
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, List<HistoryEntry> entries) {
        return new Database(
                database.name(),
                database.kind().word(),
                entries.stream().map(Change::of).toList());
    }

    @Override
    public String document() {
        return "migrate-history";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            int count = database.changes().size();
            String summary = count == 0 ? "no changes" : count + (count == 1 ? " change" : " changes");
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + summary);
            out.rows(database.changes().stream().map(Change::cells).toList());
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }
}
