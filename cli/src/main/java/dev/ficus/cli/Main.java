package dev.ficus.cli;

import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.command.Version;
import dev.ficus.cli.session.Terminal;
import dev.ficus.dualwrite.control.Hook;
import java.util.Set;

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
        return run(terminal, Hook.NONE, arguments);
    }

    /** As {@link #run(Terminal, String...)}, with a hook at the points of the protocols; only tests have one. */
    public static int run(Terminal terminal, Hook hook, String... arguments) {
        return CommandLines.run(terminal, hook, arguments);
    }
}
