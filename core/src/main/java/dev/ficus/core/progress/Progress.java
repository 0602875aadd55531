package dev.ficus.core.progress;

/**
 * Receives what long work tells while it runs. Called from the working threads, so an implementation is thread-safe,
 * returns at once and does not throw.
 */
@FunctionalInterface
public interface Progress {
    /** Drops every event. */
    Progress SILENT = event -> {};

    void on(ProgressEvent event);

    /** Tells that a named step of a sequence has begun or ended, such as a step of a cutover. */
    default void step(String subject, String text) {
        on(new ProgressEvent.Step(subject, text));
    }

    /** Tells something that the user should see but that stops nothing. */
    default void warning(String subject, String text) {
        on(new ProgressEvent.Warning(subject, text));
    }
}
