package dev.ficus.cli.command;

import dev.ficus.cli.demo.DemoOptions;
import dev.ficus.cli.demo.DemoRun;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.sandbox.SandboxKind;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        header = "Walks a shop under load from MySQL to PostgreSQL, back and there again, on throwaway servers.",
        description = "Starts the servers, needs no settings file, and ends by itself in about a minute and a half."
                + " At the end every accepted write is looked for on both sides; exit code 4 if anything is amiss.",
        footer = {"  ficus demo", "  ficus demo --rows 100000 --seconds 300", "  ficus demo -o json"})
final class DemoCommand extends SessionCommand {
    @Option(
            names = "--rows",
            paramLabel = "NUMBER",
            order = 1,
            description = "Orders that the shop begins with, ${DEFAULT-VALUE} if not given; the rest is in proportion.")
    private int rows = 10_000;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            order = 2,
            description = "How long the load lasts altogether, ${DEFAULT-VALUE} if not given.")
    private int seconds = 60;

    @Option(
            names = "--sandbox",
            paramLabel = "KIND",
            order = 3,
            converter = SandboxKindConverter.class,
            description = "Where the servers come from: auto, url, docker, installed or embedded.")
    private SandboxKind kind = SandboxKind.AUTO;

    @Option(
            names = "--keep",
            order = 4,
            description = "Leave the servers running, and a ficus.yaml to play with, until Ctrl-C.")
    private boolean keep;

    @Override
    protected int run(Session session) {
        DemoOptions options = new DemoOptions(rows, Duration.ofSeconds(seconds), kind, keep);
        try (DemoRun demo = DemoRun.open(options, session.console(), session::stopOnInterrupt, DemoCommand::typed)) {
            DemoRun.Outcome outcome = demo.run();
            int exitCode = session.console().finish(outcome.report(), outcome.problems());
            if (keep) {
                demo.leaveOpen();
            }
            return exitCode;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FicusException(
                    ErrorCode.INTERRUPTED, "the demo was interrupted", "ficus demo", "run it again: it begins anew", e);
        }
    }

    private static int typed(Terminal terminal, String... arguments) {
        return CommandLines.run(terminal, Hook.NONE, arguments);
    }
}
