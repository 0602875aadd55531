package dev.ficus.cli.output;

import dev.ficus.cli.output.JsonLine.Level;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Messages for programs: one JSON object a line, written at once and as a whole. */
public final class JsonMessages implements Messages {
    private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

    private final PrintStream err;
    private final Clock clock;
    private final Map<String, CountLine> counts = new ConcurrentHashMap<>();

    public JsonMessages(PrintStream err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public Progress progress() {
        return event -> on("domain", event);
    }

    @Override
    public Progress progressOfDatabases() {
        return event -> on("database", event);
    }

    @Override
    public void note(String text) {
        write(line(Level.INFO, "note").with("message", text));
    }

    @Override
    public void problems(List<Problem> problems) {
        for (Problem problem : problems) {
            write(explained(line(Level.ERROR, "error"), problem).with("message", problem.what()));
        }
    }

    /** Nobody types. */
    @Override
    public void hint(String command) {}

    @Override
    public void trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        write(line(Level.ERROR, "trace").with("message", trace.toString()));
    }

    /** No line is ever open. */
    @Override
    public void clear() {}

    /** @param subject what the events are about: the key for it */
    private synchronized void on(String subject, ProgressEvent event) {
        if (event instanceof ProgressEvent.Step step) {
            write(line(Level.INFO, "step").with(subject, step.subject()).with("message", step.text()));
        } else if (event instanceof ProgressEvent.Warning warning) {
            write(line(Level.WARN, "warning").with(subject, warning.subject()).with("message", warning.text()));
        } else if (event instanceof ProgressEvent.Halt halt) {
            Level level = halt.reason() == ProgressEvent.Halt.Reason.WAITING ? Level.WARN : Level.ERROR;
            JsonLine line =
                    line(level, halt.reason().name().toLowerCase(Locale.ROOT)).with(subject, halt.subject());
            write(explained(line, halt.problem()).with("message", halt.problem().what()));
        } else if (event instanceof ProgressEvent.Count count) {
            count(subject, count);
        }
    }

    private void count(String subject, ProgressEvent.Count count) {
        long now = System.nanoTime();
        CountLine shown = counts.computeIfAbsent(count.subject(), any -> new CountLine(count.done(), now));
        if (shown.due(count, now, COUNT_EVERY)) {
            JsonLine line = line(Level.INFO, "progress")
                    .with(subject, count.subject())
                    .with("done", count.done())
                    .with("unit", count.unit());
            count.total().ifPresent(total -> line.with("total", total));
            write(line.with("message", count.state()));
        }
    }

    private static JsonLine explained(JsonLine line, Problem problem) {
        return line.with("code", problem.code().name())
                .with("where", problem.where())
                .with("fix", problem.fix());
    }

    private JsonLine line(Level level, String event) {
        return JsonLine.now(clock, level, event);
    }

    private void write(JsonLine line) {
        err.print(line.text());
    }
}
