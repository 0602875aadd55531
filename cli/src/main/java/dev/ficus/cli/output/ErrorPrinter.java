package dev.ficus.cli.output;

import dev.ficus.core.error.Problem;
import java.io.PrintStream;
import java.util.List;

/** Prints problems and warnings for a reader, each in the one form that every message of Ficus has. */
public final class ErrorPrinter {
    /** Where a fix is broken into lines: several ways out stand below each other. */
    private static final String WAYS = "\\R|(?<=;) (?=or, )";

    private final PrintStream err;
    private final Style style;

    public ErrorPrinter(PrintStream err, Style style) {
        this.err = err;
        this.style = style;
    }

    public void print(List<Problem> problems) {
        problems.forEach(this::print);
    }

    private void print(Problem problem) {
        String[] what = problem.what().split("\\R");
        err.print(style.bad("error " + problem.code()) + ": " + String.join("\n       ", what) + "\n");
        err.print("  at:  " + problem.where() + "\n");
        err.print("  fix: " + String.join("\n       ", problem.fix().split(WAYS)) + "\n");
    }

    public void hint(String command) {
        err.print("next: " + style.strong(command) + "\n");
    }
}
