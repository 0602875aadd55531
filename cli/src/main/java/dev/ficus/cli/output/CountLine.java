package dev.ficus.cli.output;

import dev.ficus.core.progress.ProgressEvent.Count;
import java.time.Duration;
import java.util.Locale;

/** The line of one subject: done/total, per cent, rate, state with its reason, time left. */
final class CountLine {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long doneAtStart;
    private final long startNanos;
    private long shownNanos;
    private boolean shown;
    private boolean finished;

    /** The rate counts from here: work that was done before this run says nothing about its speed. */
    CountLine(long doneAtStart, long startNanos) {
        this.doneAtStart = doneAtStart;
        this.startNanos = startNanos;
    }

    /** Whether it is time to show this event: the first, one now and then, and the end. */
    boolean due(Count count, long now, Duration every) {
        boolean ends =
                count.total().isPresent() && count.done() >= count.total().getAsLong();
        boolean due = !shown || (ends && !finished) || (!ends && now - shownNanos >= every.toNanos());
        if (due) {
            shown = true;
            shownNanos = now;
            finished = ends;
        }
        return due;
    }

    String text(Count count, long now) {
        double seconds = (now - startNanos) / NANOS_PER_SECOND;
        double rate = seconds <= 0 ? 0 : (count.done() - doneAtStart) / seconds;
        StringBuilder line = new StringBuilder(count.subject()).append(": ").append(number(count.done()));
        count.total().ifPresent(total -> line.append('/').append(number(total)));
        line.append(' ').append(count.unit());
        count.total()
                .ifPresent(total ->
                        line.append(", ").append(percent(count.done(), total)).append(" %"));
        if (rate >= 1) {
            line.append(", ")
                    .append(number(Math.round(rate)))
                    .append(' ')
                    .append(count.unit())
                    .append("/s");
        }
        count.total().ifPresent(total -> line.append(left(count.done(), total, rate)));
        if (!count.state().isEmpty()) {
            line.append(", ").append(count.state());
        }
        return line.toString();
    }

    /** 99 at most until all is done: the last piece often takes longer than it looks. */
    private static long percent(long done, long total) {
        return done >= total ? 100 : Math.min(99, done * 100 / total);
    }

    private static String left(long done, long total, double rate) {
        if (rate <= 0 || done >= total || done * 100 / total < 1) {
            return "";
        }
        return ", " + duration(Math.round(Math.ceil((total - done) / rate))) + " left";
    }

    private static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
