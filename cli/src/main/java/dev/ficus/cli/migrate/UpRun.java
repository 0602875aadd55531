package dev.ficus.cli.migrate;

import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies what is pending on each database. A plan that was reviewed is checked on all of them before anything runs. */
public final class UpRun {
    private final UpOptions options;
    private final String planCommand;
    private final Progress progress;

    /** @param planCommand the whole command that makes the plan of this run again */
    public UpRun(UpOptions options, String planCommand, Progress progress) {
        this.options = options;
        this.planCommand = planCommand;
        this.progress = progress;
    }

    /** The report, and what stopped the run if something did. */
    public record Finished(UpResult result, List<Problem> problems) {}

    /**
     * Runs over these databases in their order.
     *
     * @param stop takes effect between two changes and between two databases
     */
    public Finished over(
            List<DatabaseSettings> databases, Function<DatabaseSettings, MigrationHistory> histories, StopSignal stop) {
        ReviewedPlans reviewed =
                ReviewedPlans.check(options.plan(), options.planned(), planCommand, databases, histories);
        DatabaseRun run = new DatabaseRun(
                (database, history) -> up(database, history, reviewed.of(database), stop), UpRun::appliedNow);
        DatabaseRun.Finished finished = run.over(databases, histories, stop);
        return new Finished(UpResult.of(finished.databases()), finished.problems());
    }

    private RanOnDatabase up(
            DatabaseSettings database, MigrationHistory history, Optional<String> plan, StopSignal stop) {
        UpOptions own = new UpOptions(options.lockTimeout(), options.target(), plan, options.outOfOrder());
        UpReport report = history.up(own, progress, stop);
        return RanOnDatabase.done(
                database,
                report.took().toMillis(),
                report.applied().stream().map(RanChange::of).toList());
    }

    private static List<HistoryEntry> appliedNow(List<HistoryEntry> before, List<HistoryEntry> after) {
        return after.subList(Math.min(before.size(), after.size()), after.size());
    }
}
