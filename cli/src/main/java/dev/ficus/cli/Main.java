package dev.ficus.cli;

import dev.ficus.cli.command.Failures;
import dev.ficus.cli.command.FicusCommand;
import dev.ficus.cli.command.HelpLayout;
import dev.ficus.cli.command.UsageErrors;
import dev.ficus.cli.command.Version;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** The entry of the process. */
public final class Main {
    private static final Set<String> VERSION = Set.of("--version", "-V");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs one command line and gives its exit code back; nothing but the terminal is written to. */
    public static int run(Terminal terminal, String... arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            // The one answer that scripts ask for most: given without building the tree of commands.
            terminal.out().print("ficus " + Version.text() + "\n");
            return 0;
        }
        Failures failures = new Failures(terminal.err());
        CommandLine ficus = new CommandLine(new FicusCommand(terminal))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(new UsageErrors(terminal))
                .setExecutionExceptionHandler(failures);
        HelpLayout.apply(ficus, terminal, List.of(arguments));
        try {
            return ficus.execute(arguments);
        } catch (Error e) {
            // picocli hands exceptions to the handler above, but lets errors such as OutOfMemoryError through.
            Console console = new Console(terminal, OutputFormat.askedFor(List.of(arguments)), false, "ficus");
            return failures.report(e, "ficus", console, true);
        }
    }
}
