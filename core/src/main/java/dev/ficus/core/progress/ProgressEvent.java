package dev.ficus.core.progress;

import dev.ficus.core.error.Problem;
import java.util.OptionalLong;

/** What can be told while work runs. {@code subject} names what it is about: a domain, a table, a database. */
public sealed interface ProgressEvent {
    String subject();

    /** A step was reached; shown as a line of its own. */
    record Step(String subject, String text) implements ProgressEvent {}

    /** Something to know that stops nothing; shown as a line of its own. */
    record Warning(String subject, String text) implements ProgressEvent {}

    /** The work stands still, with the reason; shown as a line of its own. */
    record Halt(String subject, Reason reason, Problem problem) implements ProgressEvent {
        /** What follows. */
        public enum Reason {
            /** It is tried again soon. */
            WAITING,
            /** It goes on by itself when somebody has done what the problem asks for. */
            STOPPED,
            /** It has ended for good; other work may go on. */
            FAILED
        }

        public String text() {
            return switch (reason) {
                case WAITING -> "waiting: " + problem.what();
                case STOPPED ->
                    "stopped: " + problem.what() + " (at: " + problem.where() + "; fix: " + problem.fix() + ")";
                case FAILED -> "stopped: " + problem.what();
            };
        }
    }

    /**
     * How far countable work has come; shown as one moving line on a terminal.
     *
     * @param done units done
     * @param total units in all, empty where nobody knows
     * @param unit what is counted, plural: {@code rows}, {@code changes}
     * @param state what is going on and, if it waits, the reason
     */
    record Count(String subject, long done, OptionalLong total, String unit, String state) implements ProgressEvent {}
}
