package dev.ficus.cli.migrate;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies what is pending on each database; where one fails, the report still names the changes that ran on it. */
public final class UpRun {
    private final UpOptions options;
    private final Progress progress;
    private Optional<UpResult.Database> failed = Optional.empty();

    public UpRun(UpOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs over these databases in their order.
     *
     * @param stop takes effect between two databases
     */
    public Finished over(
            List<DatabaseSettings> databases, Function<DatabaseSettings, MigrationHistory> histories, StopSignal stop) {
        MigrateRun.Outcome<UpResult.Database> outcome = new MigrateRun<>(histories, this::up, stop).over(databases);
        Optional<UpResult.Database> last =
                failed.or(() -> outcome.failedDatabase().map(d -> UpResult.failed(d, 0, List.of())));
        return new Finished(UpResult.of(outcome, last), outcome);
    }

    /** The report, and what stopped the run if something did. */
    public record Finished(UpResult result, MigrateRun.Outcome<UpResult.Database> outcome) {}

    private UpResult.Database up(DatabaseSettings database, MigrationHistory history) {
        int before = history.history().size();
        long start = System.nanoTime();
        try {
            return UpResult.done(database, history.up(options, progress));
        } catch (FicusException e) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            failed = Optional.of(UpResult.failed(database, millis, since(before, history, e)));
            throw e;
        }
    }

    private static List<HistoryEntry> since(int before, MigrationHistory history, FicusException failure) {
        try {
            List<HistoryEntry> entries = history.history();
            return entries.subList(Math.min(before, entries.size()), entries.size());
        } catch (FicusException e) {
            failure.addSuppressed(e);
            return List.of();
        }
    }
}
