package dev.ficus.cli.output;

import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import java.io.PrintStream;
import java.util.List;

/** Messages for people. */
public final class TextMessages implements Messages {
    private final PrintStream err;
    private final ProgressPrinter progress;
    private final ErrorPrinter errors;

    /** @param columns the width of the terminal; zero where stderr is none */
    public TextMessages(PrintStream err, Style style, int columns) {
        this.err = err;
        this.progress = new ProgressPrinter(err, style, columns, System::nanoTime);
        this.errors = new ErrorPrinter(err, style);
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public Progress progressOfDatabases() {
        return progress;
    }

    @Override
    public void note(String text) {
        clear();
        err.print(text + "\n");
    }

    @Override
    public void problems(List<Problem> problems) {
        errors.print(problems);
    }

    @Override
    public void hint(String command) {
        errors.hint(command);
    }

    @Override
    public void trace(Throwable failure) {
        failure.printStackTrace(err);
    }

    @Override
    public void clear() {
        progress.close();
    }
}
