package dev.ficus.cli.command;

import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.NearestName;
import dev.ficus.core.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Bad usage: the message, a suggestion, the synopsis, and where to read more. */
public final class UsageErrors implements IParameterExceptionHandler {
    private final Terminal terminal;

    public UsageErrors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        List<String> all = List.of(arguments);
        Console console = new Console(
                terminal, OutputFormat.askedFor(all), LogFormat.askedFor(all), !all.contains("--no-color"), "ficus");
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Problem problem = wrong instanceof WrongUsage known
                ? known.problem()
                : new Problem(ErrorCode.USAGE_INVALID, what(wrong), name, fix(wrong, name));
        int exitCode = console.finish(null, List.of(problem));
        Help help = command.getHelp();
        console.note("Usage: " + help.synopsis("Usage: ".length()).stripTrailing());
        console.note("Try '" + name + " --help'");
        return exitCode;
    }

    /** picocli's sentence with a small first letter and without the full stop. */
    private static String what(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return "unknown command or argument: '" + unmatched.getUnmatched().get(0) + "'";
        }
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        String bare = message.replaceFirst("^Error: ", "").replaceFirst("\\.$", "");
        return bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
    }

    private static String fix(ParameterException wrong, String name) {
        return unknownWord(wrong)
                .flatMap(word -> NearestName.to(word, known(wrong.getCommandLine(), word)))
                .map(near -> "did you mean " + near + "?")
                .orElse("see: " + name + " --help");
    }

    private static Optional<String> unknownWord(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().stream().findFirst()
                : Optional.empty();
    }

    /** What could have stood there: options where the word looks like one, else the commands below this one. */
    private static List<String> known(CommandLine command, String word) {
        return word.startsWith("-")
                ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
                : List.copyOf(command.getSubcommands().keySet());
    }
}
