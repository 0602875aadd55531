package dev.ficus.cli.migrate;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs up or down on each database; where one fails, the report still names the changes that ran on it. */
final class DatabaseRun {

    /** What a run did: every database, and the problems that stopped it. */
    record Finished(List<RanOnDatabase> databases, List<Problem> problems) {}

    /** Which changes ran, by the record before and after a run that failed. */
    @FunctionalInterface
    interface Difference extends BiFunction<List<HistoryEntry>, List<HistoryEntry>, List<HistoryEntry>> {}

    private final BiFunction<DatabaseSettings, MigrationHistory, RanOnDatabase> action;
    private final Difference difference;
    private Optional<RanOnDatabase> failed = Optional.empty();

    DatabaseRun(BiFunction<DatabaseSettings, MigrationHistory, RanOnDatabase> action, Difference difference) {
        this.action = action;
        this.difference = difference;
    }

    Finished over(
            List<DatabaseSettings> databases, Function<DatabaseSettings, MigrationHistory> histories, StopSignal stop) {
        MigrateRun.Outcome<RanOnDatabase> outcome = new MigrateRun<>(histories, this::run, stop).over(databases);
        List<RanOnDatabase> all = new ArrayList<>(outcome.reports());
        failed.or(() -> outcome.failedDatabase().map(d -> RanOnDatabase.failed(d, 0, List.of())))
                .ifPresent(all::add);
        outcome.notReached().stream().map(RanOnDatabase::notReached).forEach(all::add);
        return new Finished(all, outcome.problems());
    }

    private RanOnDatabase run(DatabaseSettings database, MigrationHistory history) {
        List<HistoryEntry> before = history.history();
        long start = System.nanoTime();
        try {
            return action.apply(database, history);
        } catch (FicusException e) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            failed = Optional.of(RanOnDatabase.failed(database, millis, ran(before, history, e)));
            throw e;
        }
    }

    private List<RanChange> ran(List<HistoryEntry> before, MigrationHistory history, FicusException failure) {
        try {
            return difference.apply(before, history.history()).stream()
                    .map(RanChange::of)
                    .toList();
        } catch (FicusException e) {
            failure.addSuppressed(e);
            return List.of();
        }
    }
}
