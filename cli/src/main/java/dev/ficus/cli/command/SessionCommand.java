package dev.ficus.cli.command;

import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.session.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does something: it gets the session of the root command and gives the exit code back. */
public abstract class SessionCommand implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public final Integer call() {
        return run(((FicusCommand) spec().root().userObject()).session(logFormat()));
    }

    /** How stderr is to look. */
    protected LogFormat logFormat() {
        return LogFormat.TEXT;
    }

    /** This command in the tree of commands. */
    protected final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills in the spec before it calls a command");
        }
        return spec;
    }

    /** Options to settings, one library call, the result to the console. */
    protected abstract int run(Session session);
}
