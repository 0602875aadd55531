package dev.ficus.cli.command;

import dev.ficus.cli.migrate.DriftResult;
import dev.ficus.cli.migrate.MigrateRun;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.wiring.ScratchServer;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drift",
        header = "Replays the history on an empty database and compares: finds what was changed by hand.",
        footer = {
            "  ficus migrate drift                  on a scratch database of the same server",
            "  ficus migrate drift --db primary --scratch sandbox"
        })
final class MigrateDriftCommand extends ReportingCommand {
    /** Where the history is replayed. */
    enum Scratch {
        SERVER,
        SANDBOX
    }

    /** Reads the value of {@code --scratch}. */
    static final class ScratchConverter extends WordConverter<Scratch> {
        ScratchConverter() {
            super(Scratch.class);
        }
    }

    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--scratch",
            paramLabel = "WHERE",
            order = 2,
            converter = ScratchConverter.class,
            description = "Replay on the same server, or in a sandbox: server or sandbox; server if not given.")
    private Scratch scratch = Scratch.SERVER;

    @Override
    protected Ending work(Session session) {
        StopSignal stop = session.stopOnInterrupt();
        MigrateRun.Outcome<DriftResult.Database> outcome = new MigrateRun<>(
                        selection.histories(),
                        (database, history) ->
                                DriftResult.of(database, drift(database, history, session.progress(), stop)),
                        stop)
                .over(selection.of(session.settings()));
        DriftResult result = new DriftResult(outcome.reports());
        List<Problem> problems = new ArrayList<>(outcome.problems());
        problems.addAll(result.verdict());
        return new Ending(result, problems);
    }

    private DriftReport drift(DatabaseSettings database, MigrationHistory history, Progress progress, StopSignal stop) {
        if (scratch == Scratch.SERVER) {
            return history.drift(Optional.empty(), progress, stop);
        }
        try (ScratchServer server = ScratchServer.like(database, progress)) {
            return history.drift(Optional.of(server.database()), progress, stop);
        }
    }
}
