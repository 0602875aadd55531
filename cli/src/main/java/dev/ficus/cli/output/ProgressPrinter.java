package dev.ficus.cli.output;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows progress on stderr: on a terminal one line that moves, elsewhere a plain line now and then for each subject.
 * Thread-safe.
 */
public final class ProgressPrinter implements Progress, AutoCloseable {
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
    private static final Duration MOVE_EVERY = Duration.ofMillis(100);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final Style style;
    private final boolean moving;
    private final int columns;
    private final LongSupplier nanos;
    private final Map<String, CountLine> lines = new HashMap<>();
    private boolean lineShown;

    /**
     * @param columns the width of the terminal; zero where stderr is none
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public ProgressPrinter(PrintStream err, Style style, int columns, LongSupplier nanos) {
        this.err = err;
        this.style = style;
        this.moving = columns > 0;
        this.columns = columns;
        this.nanos = nanos;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        if (event instanceof ProgressEvent.Step step) {
            plain(step.subject() + ": " + step.text());
        } else if (event instanceof ProgressEvent.Warning warning) {
            attention(warning.subject(), warning.text());
        } else if (event instanceof ProgressEvent.Halt halt) {
            halt(halt);
        } else if (event instanceof ProgressEvent.Count count) {
            count(count);
        }
    }

    /** Wipes the moving line, so that what follows starts on a clean one. */
    @Override
    public synchronized void close() {
        if (lineShown) {
            err.print(CLEAR_LINE);
            err.flush();
            lineShown = false;
        }
    }

    /** What passes by itself is no warning. */
    private void halt(ProgressEvent.Halt halt) {
        if (halt.reason() == ProgressEvent.Halt.Reason.WAITING) {
            plain(halt.subject() + ": " + halt.text());
        } else {
            attention(halt.subject(), halt.text());
        }
    }

    private void attention(String subject, String text) {
        plain(style.attention("warning") + ": " + subject + ": " + text);
    }

    private void count(ProgressEvent.Count count) {
        long now = nanos.getAsLong();
        CountLine line = lines.computeIfAbsent(count.subject(), subject -> new CountLine(count.done(), now));
        if (!line.due(count, now, moving ? MOVE_EVERY : PLAIN_EVERY)) {
            return;
        }
        String text = line.text(count, now);
        if (moving) {
            err.print(CLEAR_LINE + (text.length() < columns ? text : text.substring(0, columns - 1)));
            err.flush();
            lineShown = true;
        } else {
            err.print(text + "\n");
        }
    }

    private void plain(String text) {
        close();
        err.print(text + "\n");
    }
}
