package dev.ficus.cli.command;

import dev.ficus.cli.migrate.LintResult;
import dev.ficus.cli.migrate.LintSarif;
import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.Words;
import dev.ficus.cli.report.Sarif;
import dev.ficus.cli.session.Session;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintRule.Severity;
import dev.ficus.core.progress.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lint",
        header = "Finds what is dangerous in changes before they run: locks, rewrites, no way back.",
        footer = {
            "  ficus migrate lint                   what is pending",
            "  ficus migrate lint --all --offline   every change, without a server",
            "  ficus migrate lint --sarif lint.sarif --fail-on warning"
        })
final class MigrateLintCommand extends ReportingCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(names = "--all", order = 2, description = "Look at every change, not only at those that are pending.")
    private boolean all;

    @Option(
            names = "--offline",
            order = 3,
            description = "Do not connect: look at every change, by the rules for the oldest server that is supported.")
    private boolean offline;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            order = 4,
            converter = SeverityConverter.class,
            description = "Exit with 4 on a finding as bad as this: error, warning or info; error if not given.")
    private Severity failOn = Severity.ERROR;

    @Option(
            names = "--sarif",
            paramLabel = "FILE",
            order = 62,
            description = "Also write the findings as SARIF 2.1.0, for code scanning.")
    @Nullable
    private Path sarif;

    @Override
    protected Ending work(Session session) {
        LintOptions options = new LintOptions(all, offline);
        MigrateRun.Outcome<LintResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> LintResult.of(database, history.lint(options)),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        LintResult result = new LintResult(Words.of(failOn), outcome.reports());
        List<Problem> problems = new ArrayList<>(outcome.problems());
        problems.addAll(result.verdict());
        return new Ending(result, problems);
    }

    /** The verdict is no problem of the run: the findings tell it. */
    @Override
    protected List<Problem> writeMore(Session session, Ending ending) {
        List<Problem> problems = ending.problems().stream()
                .filter(problem -> problem.code() != ErrorCode.LINT_FINDINGS)
                .toList();
        return ReportFiles.file("--sarif", sarif, () -> Sarif.of(Version.text(), findings(session, ending), problems))
                .stream()
                .toList();
    }

    private static List<Sarif.Finding> findings(Session session, Ending ending) {
        return ending.result() instanceof LintResult result
                ? LintSarif.findings(result, session.settings(), session.config())
                : List.of();
    }
}
