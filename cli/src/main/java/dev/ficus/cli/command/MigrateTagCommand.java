package dev.ficus.cli.command;

import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.migrate.TagResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.progress.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "tag",
        header = "Gives the last change that ran a name, to which down can go back.",
        footer = {"  ficus migrate tag before-release", "  ficus migrate tag before-release --db primary"})
final class MigrateTagCommand extends SessionCommand {
    @Parameters(paramLabel = "NAME", description = "The tag.")
    private String tag = "";

    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Override
    protected int run(Session session) {
        MigrateRun.Outcome<TagResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) -> TagResult.of(database, history.tag(tag)),
                        StopSignal.NEVER)
                .over(selection.of(session.settings()));
        return session.console().finish(new TagResult(tag, outcome.reports()), outcome.problems());
    }
}
