package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of {@code migrate up}. */
public record UpResult(List<Database> databases) implements Result {

    /**
     * What was done to one database.
     *
     * @param state done, failed or not-reached
     * @param applied what ran now, in order, also where a later change failed
     */
    public record Database(String name, String kind, String state, long millis, List<Change> applied) {
        private static final String DONE = "done";
        private static final String FAILED = "failed";
        private static final String NOT_REACHED = "not-reached";

        private String summary() {
            return switch (state) {
                case NOT_REACHED -> "not reached";
                case FAILED -> "failed" + (applied.isEmpty() ? ", nothing applied" : " after " + count());
                default -> applied.isEmpty() ? "nothing to do" : count() + " in " + Amount.millis(millis);
            };
        }

        private String count() {
            return Amount.of(applied.size(), "change");
        }
    }

    /** One change that ran. */
    public record Change(String id, String author, String file, long millis) {}

    /** A database whose run ended well. */
    public static Database done(DatabaseSettings database, UpReport report) {
        List<Change> applied = report.applied().stream()
                .map(c -> new Change(c.id(), c.author(), c.file(), c.took().toMillis()))
                .toList();
        return database(database, Database.DONE, report.took().toMillis(), applied);
    }

    /** A database whose run failed after these changes had run. */
    public static Database failed(DatabaseSettings database, long millis, List<HistoryEntry> appliedNow) {
        List<Change> applied = appliedNow.stream()
                .map(c -> new Change(c.id(), c.author(), c.file(), c.millis().orElse(0)))
                .toList();
        return database(database, Database.FAILED, millis, applied);
    }

    /** All databases of a run: those done, the one that failed, those not reached. */
    public static UpResult of(MigrateRun.Outcome<Database> outcome, Optional<Database> failed) {
        List<Database> all = new ArrayList<>(outcome.reports());
        failed.ifPresent(all::add);
        outcome.notReached().forEach(d -> all.add(database(d, Database.NOT_REACHED, 0, List.of())));
        return new UpResult(all);
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
            out.rows(database.applied().stream()
                    .map(change -> List.of(change.id(), change.file(), Amount.millis(change.millis())))
                    .toList());
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }

    private static Database database(DatabaseSettings database, String state, long millis, List<Change> applied) {
        return new Database(database.name(), database.kind().word(), state, millis, applied);
    }
}
