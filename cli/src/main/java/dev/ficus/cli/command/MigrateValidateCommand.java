package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.ValidateResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        header = "Checks that the change files and the record of what ran agree.",
        footer = {"  ficus migrate validate", "  ficus migrate validate --db primary --junit validate.xml"})
final class MigrateValidateCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Override
    protected Ending work(Session session) {
        List<Problem> problems = new ArrayList<>();
        MigrateRun.Outcome<ValidateResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> validate(database, history, problems),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        problems.addAll(outcome.problems());
        return new Ending(new ValidateResult(outcome.reports()), problems);
    }

    private static ValidateResult.Database validate(
            DatabaseSettings database, MigrationHistory history, List<Problem> problems) {
        List<HistoryProblem> found = history.validate();
        found.forEach(each -> problems.add(each.problem()));
        return ValidateResult.of(database, found);
    }
}
