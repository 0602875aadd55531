package dev.ficus.cli.command;

import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import dev.ficus.dualwrite.control.Hook;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** Runs whole command lines. Stateless. */
public final class CommandLines {
    private CommandLines() {}

    /** Every command, to be looked at and not to be run. */
    public static CommandLine all(Terminal terminal) {
        return CommandTree.of(new FicusCommand(terminal, Hook.NONE), List.of());
    }

    /**
     * Runs one command line and gives its exit code back; nothing but the terminal is written to.
     *
     * @param hook called at the points of the protocols where tests interrupt
     */
    public static int run(Terminal terminal, Hook hook, String... arguments) {
        Failures failures = new Failures();
        CommandLine ficus = CommandTree.of(new FicusCommand(terminal, hook), List.of(arguments))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(new UsageErrors(terminal))
                .setExecutionExceptionHandler(failures);
        HelpLayout.apply(ficus, terminal, List.of(arguments));
        try {
            return ficus.execute(arguments);
        } catch (Error e) {
            // picocli hands exceptions to the handler above, but lets errors such as OutOfMemoryError through.
            List<String> all = List.of(arguments);
            Console console =
                    new Console(terminal, OutputFormat.askedFor(all), LogFormat.askedFor(all), false, "ficus");
            return failures.report(e, "ficus", console, true);
        }
    }
}
