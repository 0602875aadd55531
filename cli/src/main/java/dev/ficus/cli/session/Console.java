package dev.ficus.cli.session;

import dev.ficus.cli.output.ErrorPrinter;
import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.output.ProgressPrinter;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only writer to stdout and stderr. stdout gets the result alone; with JSON it gets exactly one document. */
public final class Console {
    private final Terminal terminal;
    private final OutputFormat format;
    private final Style outStyle;
    private final Style errStyle;
    private final String prefix;
    private final ProgressPrinter progress;

    /**
     * @param prefix how the user's command line starts, such as {@code ficus} or {@code ficus -c other.yaml}; hints start
     *     with it
     */
    public Console(Terminal terminal, OutputFormat format, boolean colourWanted, String prefix) {
        this.terminal = terminal;
        this.format = format;
        this.prefix = prefix;
        this.outStyle = new Style(colourWanted && terminal.colourAllowed(terminal.outIsTerminal()));
        this.errStyle = new Style(colourWanted && terminal.colourAllowed(terminal.errColumns() > 0));
        this.progress = new ProgressPrinter(terminal.err(), errStyle, terminal.movingColumns(), System::nanoTime);
    }

    /** Where long work reports to; it goes to stderr. */
    public Progress progress() {
        return progress;
    }

    /** Prints a line to stderr. */
    public void note(String line) {
        progress.close();
        terminal.err().print(line + "\n");
    }

    /** Ends a command that did what it was asked to. */
    public int finish(Result result) {
        return finish(result, List.of());
    }

    /**
     * Ends a command: the result to stdout, then the problems, then the next useful command. Called once.
     *
     * @param result null where there is none
     * @param problems empty on success; the kind of the first decides the exit code
     * @return the exit code
     */
    public int finish(@Nullable Result result, List<Problem> problems) {
        progress.close();
        if (format == OutputFormat.JSON) {
            terminal.out().print(JsonDocument.of(result, problems));
        } else if (result != null) {
            result.writeText(new TextPrinter(terminal.out(), outStyle));
        }
        terminal.out().flush();
        ErrorPrinter errors = new ErrorPrinter(terminal.err(), errStyle);
        errors.print(problems);
        if (format == OutputFormat.TEXT && result != null && problems.isEmpty()) {
            result.next().ifPresent(next -> errors.hint(prefix + " " + next));
        }
        return problems.isEmpty() ? 0 : problems.get(0).code().kind().exitCode();
    }
}
