package dev.ficus.cli.command;

import dev.ficus.cli.migrate.BaselineResult;
import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineOptions.OtherTool;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "baseline",
        header = "Records changes as applied without running them, for a database that has them already.",
        footer = {
            "  ficus migrate baseline --db primary --to V007__status",
            "  ficus migrate baseline --db primary --from flyway",
            "  ficus migrate baseline               every file of every history"
        })
final class MigrateBaselineCommand extends SessionCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--to",
            paramLabel = "CHANGE",
            order = 2,
            description = "The last change to record; without it: all files, or all that ran by the other tool.")
    @Nullable
    private String to;

    @Option(
            names = "--from",
            paramLabel = "TOOL",
            order = 3,
            converter = OtherToolConverter.class,
            description = "Read what ran from the record of flyway, liquibase, prisma or migrate-mongo.")
    @Nullable
    private OtherTool from;

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    @Override
    protected int run(Session session) {
        List<DatabaseSettings> databases = selection.of(session.settings());
        if (to != null || from != null) {
            String option = to != null ? "--to" : "--from";
            selection.requireOne(databases, option + " is about one database", option);
        }
        BaselineOptions options = new BaselineOptions(
                Optional.ofNullable(from), Optional.ofNullable(to).map(ChangeReference::new), lockTimeout.value());
        MigrateRun.Outcome<BaselineResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) ->
                                BaselineResult.of(database, history.baseline(options, session.progress())),
                        StopSignal.NEVER)
                .over(databases);
        return session.console().finish(new BaselineResult(outcome.reports()), outcome.problems());
    }
}
