package dev.ficus.cli.command;

import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into problems on the console and an exit code. */
public final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        FicusCommand root = (FicusCommand) command.getCommandSpec().root().userObject();
        LogFormat log = command.getCommandSpec().userObject() instanceof SessionCommand known
                ? known.logFormat()
                : LogFormat.TEXT;
        return report(failure, command.getCommandSpec().qualifiedName(), root.console(log), root.verbose());
    }

    /** Reports a failure; with {@code verbose} the stack trace follows. */
    public int report(Throwable failure, String command, Console console, boolean verbose) {
        int exitCode = console.finish(null, problems(failure, command));
        if (verbose) {
            console.trace(failure);
        }
        return exitCode;
    }

    private static List<Problem> problems(Throwable failure, String command) {
        if (failure instanceof FicusException known) {
            return known.problems();
        }
        return List.of(new Problem(
                ErrorCode.INTERNAL,
                "unexpected " + failure,
                command,
                "this is a bug of Ficus: run the command again with -v and report what it prints"));
    }
}
