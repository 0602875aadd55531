package dev.ficus.cli.command;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command line that picocli takes and the command does not, such as two options that exclude each other. */
final class WrongUsage extends ParameterException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * @param where the option that it is about
     * @param fix what to type instead
     */
    WrongUsage(CommandLine command, String what, String where, String fix) {
        super(command, what);
        this.problem = new Problem(ErrorCode.USAGE_INVALID, what, where, fix);
    }

    Problem problem() {
        return problem;
    }
}
