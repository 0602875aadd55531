package dev.ficus.cli.command;

import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Logging;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.session.Terminal;
import dev.ficus.dualwrite.control.Hook;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: the options that every command takes, before or after its name. */
@Command(
        name = "ficus",
        header = "Takes a live application off MySQL and onto PostgreSQL, one domain at a time.",
        footer = {
            "  ficus demo                    watch a shop leave MySQL, on throwaway servers",
            "  ficus init                    write a ficus.yaml to fill in",
            "  ficus migrate up              bring the schema of every database up to date",
            "  ficus status                  where each domain stands"
        },
        versionProvider = Version.class)
public final class FicusCommand {
    private static final Path USUAL_CONFIG = Path.of("ficus.yaml");

    private final Terminal terminal;
    private final Hook hook;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "The settings file; ficus.yaml in this directory if not given.")
    @Nullable
    private Path config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = OutputFormatConverter.class,
            scope = ScopeType.INHERIT,
            order = 101,
            description = "text or json; json writes exactly one document to stdout.")
    @Nullable
    private OutputFormat output;

    @Option(
            names = "--yes",
            scope = ScopeType.INHERIT,
            order = 102,
            description = "Do not ask before something that cannot be taken back.")
    private boolean yes;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            order = 103,
            description = "Show the log, and the stack trace of an error.")
    private boolean verbose;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, order = 104, description = "Never use colour.")
    private boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 105,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 106,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    public FicusCommand(Terminal terminal, Hook hook) {
        this.terminal = terminal;
        this.hook = hook;
    }

    boolean verbose() {
        return verbose;
    }

    Session session(LogFormat log) {
        Logging.configure(verbose, terminal.err(), log);
        return new Session(terminal, console(log), config(), yes, hook);
    }

    Console console(LogFormat log) {
        String prefix = config().equals(USUAL_CONFIG) ? "ficus" : "ficus -c " + config();
        return new Console(terminal, output == null ? OutputFormat.TEXT : output, log, !noColor, prefix);
    }

    private Path config() {
        return config == null ? USUAL_CONFIG : config;
    }
}
