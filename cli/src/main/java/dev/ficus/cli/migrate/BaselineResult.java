package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate baseline}. */
public record BaselineResult(List<Database> databases) implements Result {

    /**
     * One history.
     *
     * @param recorded the changes that are recorded now, without having run
     * @param alreadyRecorded how many were recorded before
     * @param leftOut entries of the other tool that were not taken over
     */
    public record Database(
            String name, String kind, List<Recorded> recorded, int alreadyRecorded, List<LeftOut> leftOut) {
        private String summary() {
            String before = alreadyRecorded == 0 ? "" : ", " + alreadyRecorded + " recorded before";
            return Amount.of(recorded.size(), "change") + " recorded as applied" + before;
        }
    }

    /** A change that is recorded now. */
    public record Recorded(String id, String author, String file) {}

    /** An entry that was not taken over, and why. */
    public record LeftOut(String entry, String reason) {}

    /** What one database reported. */
    public static Database of(DatabaseSettings database, BaselineReport report) {
        return new Database(
                database.name(),
                database.kind().word(),
                report.recorded().stream()
                        .map(change -> new Recorded(change.id(), change.author(), change.file()))
                        .toList(),
                report.alreadyRecorded(),
                report.leftOut().stream()
                        .map(left -> new LeftOut(left.entry(), left.reason()))
                        .toList());
    }

    @Override
    public String document() {
        return "migrate-baseline";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            out.rows(database.recorded().stream()
                    .map(change -> List.of(change.id(), change.file()))
                    .toList());
            database.leftOut().forEach(left -> out.paragraph("  left out: ", left.entry() + ": " + left.reason()));
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }
}
