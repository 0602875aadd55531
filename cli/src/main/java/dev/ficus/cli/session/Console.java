package dev.ficus.cli.session;

import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.JsonMessages;
import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.output.Messages;
import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextMessages;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only writer to stdout and stderr. stdout gets the result alone; with JSON it gets exactly one document. */
public final class Console {
    private final Terminal terminal;
    private final OutputFormat format;
    private final Style outStyle;
    private final String prefix;
    private final Messages messages;

    /**
     * @param prefix how the user's command line starts, such as {@code ficus} or {@code ficus -c other.yaml}; hints start
     *     with it
     */
    public Console(Terminal terminal, OutputFormat format, boolean colourWanted, String prefix) {
        this(terminal, format, LogFormat.TEXT, colourWanted, prefix);
    }

    /** As the other, with stderr in a format of its own. */
    public Console(Terminal terminal, OutputFormat format, LogFormat log, boolean colourWanted, String prefix) {
        this.terminal = terminal;
        this.format = format;
        this.prefix = prefix;
        this.outStyle = new Style(colourWanted && terminal.colourAllowed(terminal.outIsTerminal()));
        Style errStyle = new Style(colourWanted && terminal.colourAllowed(terminal.errColumns() > 0));
        this.messages = log == LogFormat.JSON
                ? new JsonMessages(terminal.err(), Clock.systemUTC())
                : new TextMessages(terminal.err(), errStyle, terminal.movingColumns());
    }

    /** Where long work reports to; it goes to stderr. */
    public Progress progress() {
        return messages.progress();
    }

    /** Where work on the histories of databases reports to; it goes to stderr. */
    public Progress progressOfDatabases() {
        return messages.progressOfDatabases();
    }

    /** Prints a line to stderr. */
    public void note(String line) {
        messages.note(line);
    }

    /** Prints the stack trace of a failure to stderr. */
    public void trace(Throwable failure) {
        messages.trace(failure);
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
        messages.clear();
        if (format == OutputFormat.JSON) {
            terminal.out().print(JsonDocument.of(result, problems));
        } else if (result != null) {
            result.writeText(new TextPrinter(terminal.out(), outStyle));
        }
        terminal.out().flush();
        messages.problems(problems);
        if (format == OutputFormat.TEXT && result != null && problems.isEmpty()) {
            result.next().ifPresent(next -> messages.hint(prefix + " " + next));
        }
        return problems.isEmpty() ? 0 : problems.get(0).code().kind().exitCode();
    }
}
