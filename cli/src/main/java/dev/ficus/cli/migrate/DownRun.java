package dev.ficus.cli.migrate;

import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Takes changes back on each database. A plan that was reviewed is checked on all of them before anything runs. */
public final class DownRun {
    private final DownOptions options;
    private final String planCommand;
    private final Progress progress;

    /** @param planCommand the whole command that makes the plan of this run again */
    public DownRun(DownOptions options, String planCommand, Progress progress) {
        this.options = options;
        this.planCommand = planCommand;
        this.progress = progress;
    }

    /** The report, and what stopped the run if something did. */
    public record Finished(DownResult result, List<Problem> problems) {}

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
                (database, history) -> down(database, history, reviewed.of(database), stop), DownRun::undoneNow);
        DatabaseRun.Finished finished = run.over(databases, histories, stop);
        return new Finished(DownResult.of(finished.databases()), finished.problems());
    }

    private RanOnDatabase down(
            DatabaseSettings database, MigrationHistory history, Optional<String> plan, StopSignal stop) {
        DownReport report =
                history.down(new DownOptions(options.lockTimeout(), options.target(), plan), progress, stop);
        return RanOnDatabase.done(
                database,
                report.took().toMillis(),
                report.undone().stream().map(RanChange::of).toList());
    }

    /** The newest first, as they were undone. */
    private static List<HistoryEntry> undoneNow(List<HistoryEntry> before, List<HistoryEntry> after) {
        Set<List<String>> left = new HashSet<>();
        after.forEach(entry -> left.add(List.of(entry.file(), entry.id())));
        List<HistoryEntry> undone = new ArrayList<>(before);
        undone.removeIf(entry -> left.contains(List.of(entry.file(), entry.id())));
        Collections.reverse(undone);
        return undone;
    }
}
